import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What waits begins first: for the labs that are played besides (test/labs/setup.ts), then for runs of its own. */
const first = [/\/test\/(labs\/(labs|twins)|cli\/all)\.test\.ts$/, /\/test\/(labs|cli|witness)\//]

class WaitingFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const found = first.findIndex((pattern) => pattern.test(moduleId))
      return found < 0 ? first.length : found
    }
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b))
  }
}

/** What plays whole classes, what must not be late, and what draws: after the labs. */
const afterwards = ['test/own/**/*.test.ts', 'test/browser/**/*.test.ts', 'test/cli/grade.test.ts']
/** Programs that take all of the machine that they can get: last, and beside nothing. */
const hostile = ['test/hostile/**/*.test.ts']

export default defineConfig({
  test: {
    sequence: { sequencer: WaitingFirst },
    // Files do not change what others see: each loads modules anew only where it replaces one.
    isolate: false,
    // They read English, whatever the machine's own language.
    env: { LC_ALL: 'C.UTF-8' },
    // A machine that is busy with labs judges slowly.
    testTimeout: 180_000,
    // So does one that copies the program for another user.
    hookTimeout: 180_000,
    // Labs wait more than they work: six of them share two cores well, beside the tests of another file.
    maxConcurrency: 6,
    // Tries again what failed on a machine that is busy.
    runner: 'test/runner.ts',
    projects: [
      {
        extends: true,
        test: {
          name: 'labs',
          include: ['test/**/*.test.ts'],
          exclude: [...afterwards, ...hostile],
          // Plays all labs and twins once, beside the tests.
          globalSetup: 'test/labs/setup.ts',
          sequence: { groupOrder: 0 },
          // Three wait for what is played besides, and three are at work, which wait for their own runs more than they work.
          maxWorkers: 6,
        },
      },
      {
        extends: true,
        test: { name: 'afterwards', include: afterwards, sequence: { groupOrder: 1 }, maxWorkers: 2 },
      },
      {
        extends: true,
        test: { name: 'hostile', include: hostile, sequence: { groupOrder: 2 }, maxWorkers: 1 },
      },
    ],
  },
})
