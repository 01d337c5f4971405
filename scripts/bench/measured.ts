// What a record tells of its run's own cost.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

export const project = join(import.meta.dirname, '..', '..')

/** What the record of one handshake tells. */
export interface Measured {
  /** What the play waited for, in milliseconds: programs that boot, the kernel, the network. */
  readonly waited: number
  /** How often the table was read at each host while the story went on. */
  readonly looksPerSecond: number
  /** States that the segments prove, or the record's end, and that none of those who look at the kernel has seen. */
  readonly missed: number
}

/** Reads the latest handshake that was played in a checkout; by that checkout's own program, for a record may change its form. */
export async function measured(checkout: string): Promise<Measured> {
  const { loadEvidence } = await from<typeof import('../../src/evidence/store.ts')>(checkout, 'evidence/store.ts')
  const { pathsOf } = await from<typeof import('../../src/story/paths.ts')>(checkout, 'evidence/paths.ts')
  const { factsOf } = await from<typeof import('../../src/evidence.ts')>(checkout, 'evidence.ts')
  const evidence = loadEvidence(join(checkout, 'runs', 'handshake', 'latest'))
  const looks = factsOf(evidence, 'look').filter(({ by }) => by === 'table')
  const seconds = Math.max(...looks.map(({ at }) => at)) / 1000
  const steps = pathsOf(evidence).flatMap((path) => path.steps)
  return {
    waited: factsOf(evidence, 'awaited').reduce((sum, fact) => sum + fact.waited, 0),
    looksPerSecond: looks.reduce((sum, fact) => sum + fact.looks, 0) / seconds,
    missed: steps.filter(({ because }) => because.every(({ by }) => by === 'wire')).length,
  }
}

const from = <Module>(checkout: string, file: string): Promise<Module> =>
  import(pathToFileURL(join(checkout, 'src', file)).href) as Promise<Module>

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
