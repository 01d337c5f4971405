import { isPath } from '../../src/catalogue/names.ts'
import type { Arguments, Command } from './commands.ts'

/** Why a command of the documentation is not run by the test of the documentation. */
export interface Cover {
  readonly of: string
  covers(command: Command, given: Arguments | undefined): boolean
  /** The test that runs it. */
  readonly by?: string
  /** What of that test's text does so. */
  readonly proof?: RegExp
  /** Or why nothing can. */
  readonly because?: string
}

const says =
  (option: string) =>
  (_: Command, given: Arguments = []): boolean =>
    given.some((word) => word === option || word.startsWith(`${option}=`))
const begins =
  (...first: readonly string[]) =>
  (_: Command, given: Arguments = []): boolean =>
    first.every((word, index) => given[index] === word)
const typed =
  (pattern: RegExp) =>
  ({ text }: Command): boolean =>
    pattern.test(text)

/** In this order: the first that covers a command tells of it. What none covers is run. */
export const covers: readonly Cover[] = [
  {
    of: 'the set-up',
    covers: typed(/^scripts\/setup\.sh$/),
    because: 'it installs packages; the gate runs it before anything else (.ci/run)',
  },
  { of: 'the box', covers: typed(/^scripts\/box\.sh/), because: 'it installs a whole system into a disk image' },
  { of: 'virtual machines', covers: typed(/^vagrant /), because: 'there is no hypervisor where the tests run' },
  {
    of: 'all tests',
    covers: typed(/^npm (test$|run (test|check|bench|format))/),
    because: 'they are what runs this, or take hours; `check` is run by test/house.test.ts',
  },
  {
    of: 'generators',
    covers: typed(/^npm run (-s )?(lab-scripts|readme-labs)/),
    by: 'test/house.test.ts',
    proof: /lab-scripts\.ts[\s\S]*readme-labs\.ts/,
  },
  {
    of: 'generators of documentation',
    covers: typed(/^node scripts\/(lab-reference|state-diagram)\.ts/),
    by: 'test/docs/reference.test.ts',
    proof: /lab-reference\.ts[\s\S]*state-diagram\.ts/,
  },
  { of: 'systemd', covers: typed(/^systemd-run /), because: 'there is no systemd where the tests run' },
  { of: 'programs by hand', covers: typed(/^npx (node|tsc)/), by: 'test/cli/new.test.ts', proof: /'npx', \['tsc'\]/ },
  {
    of: 'a command to be filled in',
    covers: ({ words }) => words.some((word) => /[<>…]|\.\.\./.test(word)),
    because: 'it is a form; those that fill it in are run',
  },
  { of: 'a lab that is held', covers: says('--hold'), by: 'test/labs/hold.test.ts', proof: /'--hold'/ },
  {
    of: "programs of one's own",
    covers: (_, given = []) => given.includes('--server') || given.includes('--client'),
    by: 'test/labs/replaced.test.ts',
    proof: /'--server'/,
  },
  { of: 'grading', covers: begins('grade'), by: 'test/cli/grade.test.ts', proof: /'grade'/ },
  { of: 'all labs', covers: begins('all'), by: 'test/cli/all.test.ts', proof: /'all'/ },
  {
    of: 'replays',
    covers: (_, given = []) => given.includes('--step') || given.includes('--play'),
    by: 'test/cli/replay.test.ts',
    proof: /'--step'/,
  },
  { of: 'reports', covers: says('--report'), by: 'test/cli/reports.test.ts', proof: /'--report'/ },
  { of: 'new labs', covers: begins('new'), by: 'test/cli/new.test.ts', proof: /typed\('new'/ },
  {
    of: "labs of one's own",
    covers: (_, [, lab = ''] = []) => isPath(lab) && !lab.startsWith('runs/') && /^(\.|~)/.test(lab),
    by: 'test/docs/tutorial.test.ts',
    proof: /typed\('run'/,
  },
  {
    of: 'labs, variants and twins as they are',
    covers: (_, given = []) =>
      given[0] === 'run' &&
      given
        .slice(2)
        .every(
          (word, index, all) =>
            ['--variant', '--twin'].includes(word) || ['--variant', '--twin'].includes(all[index - 1] ?? ''),
        ),
    by: 'test/labs/labs.test.ts',
    proof: /played/,
  },
]
