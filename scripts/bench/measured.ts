// What a record tells of its run's own cost.
import { existsSync } from 'node:fs'
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

/** A poll of the table, as records call it; until version 2 was finished it was a look. */
interface Poll {
  readonly kind: string
  readonly by: string
  readonly at: number
  readonly polls?: number
  readonly looks?: number
}

/** Reads the latest handshake that was played in a checkout; by that checkout's own program, for a record may change its form. */
export async function measured(checkout: string): Promise<Measured> {
  const { loadEvidence } = await from<typeof import('../../src/evidence/load.ts')>(
    checkout,
    'evidence/load.ts',
    'evidence/store.ts',
  )
  const { pathsOf } = await from<typeof import('../../src/story/paths.ts')>(
    checkout,
    'story/paths.ts',
    'evidence/paths.ts',
  )
  const { factsOf } = await from<typeof import('../../src/evidence.ts')>(checkout, 'evidence.ts')
  const evidence = loadEvidence(join(checkout, 'runs', 'handshake', 'latest'))
  const facts: readonly Poll[] = evidence.facts
  const polls = facts.filter(({ kind, by }) => (kind === 'poll' || kind === 'look') && by === 'table')
  const seconds = Math.max(...polls.map(({ at }) => at)) / 1000
  const steps = pathsOf(evidence).flatMap((path) => path.steps)
  return {
    waited: factsOf(evidence, 'awaited').reduce((sum, fact) => sum + fact.waited, 0),
    looksPerSecond: polls.reduce((sum, fact) => sum + (fact.polls ?? fact.looks ?? 0), 0) / seconds,
    missed: steps.filter(({ because }) => because.every(({ by }) => by === 'wire')).length,
  }
}

/** @param files where it stands, and where it stood in older commits */
const from = <Module>(checkout: string, ...files: readonly string[]): Promise<Module> => {
  const found = files.map((file) => join(checkout, 'src', file)).find((file) => existsSync(file))
  if (!found) throw new Error(`${checkout} has no src/${files[0]}`)
  return import(pathToFileURL(found).href) as Promise<Module>
}

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
