import { join } from 'node:path'
import type { Came } from '../../src/verdict.ts'
import { type Ended, lab } from '../labs/cli.ts'

/** Programs as others would write them: small, in their own languages, and without a line of output. */
export const own = (name: string): string => {
  const file = join(import.meta.dirname, '..', 'fixtures', 'own', name)
  return `${name.endsWith('.pl') ? 'perl' : 'python3'} "${file}"`
}

/** What a run with somebody's own program came to. */
export interface OwnRun {
  readonly status: number | undefined
  /** What did not hold, by the ids of the claims. */
  readonly failed: readonly string[]
  readonly held: readonly string[]
}

/** Plays the lab with a program of its own at this end. */
export async function playWith(name: string, end: 'client' | 'server', command: string): Promise<OwnRun> {
  const { status, stdout } = await lab(['run', name, '--json', `--${end}`, command])
  const { claims } = JSON.parse(stdout) as { claims: ReadonlyArray<{ id: string; verdict: Came['verdict'] }> }
  const of = (...verdicts: ReadonlyArray<Came['verdict']>): string[] =>
    claims.filter(({ verdict }) => verdicts.includes(verdict)).map(({ id }) => id)
  return { status, failed: of('fails'), held: of('holds') }
}

/** The same, as a person reads it. */
export const readWith = (name: string, end: 'client' | 'server', command: string): Promise<Ended> =>
  lab(['run', name, `--${end}`, command])
