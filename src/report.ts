import type { End, Evidence } from './evidence.ts'
import type { Found } from './verdict.ts'

/**
 * What a report is: a pure function of what was played, that returns text. Each has a file of its own in `report/`;
 * those that one run's own record is drawn from take its evidence, those for graders take any number of runs.
 */

/** What came of a run. Those that were judged pass, fail or are unknown; the others were not, and `reason` says why. */
export type Result = 'pass' | 'fail' | 'unknown' | 'error' | 'cannot run' | 'interrupted'

/** One run, played and told of. */
export interface ToldRun {
  /** `close-wait`, `close-wait/destroy`, `handshake twin syn-is-lost`, `handshake (2)`. */
  readonly name: string
  readonly lab: string
  readonly variant?: string
  readonly result: Result
  readonly status: number
  readonly seconds: number
  readonly title?: string
  /** The wall clock's time at which it began (ISO 8601). */
  readonly began?: string
  readonly family?: string
  readonly kernel?: string
  readonly programs?: { readonly client: string; readonly server: string }
  /** The ends whose program was somebody's own. */
  readonly replaced?: readonly End[]
  /** What it was graded with, where that is not a point for a pass. */
  readonly points?: { readonly earned: number; readonly of: number }
  /** The folder of its record. */
  readonly record?: string
  /** Why it was not judged. */
  readonly reason?: string
  readonly claims: readonly Found[]
  /** Its whole record, where the facts behind a claim are to be told. */
  readonly evidence?: Evidence
}

/** What one command has played. */
export interface Told {
  /** Whether somebody asked for one run, and is told of its claims, or for many, and is told of labs. */
  readonly of: 'a run' | 'many runs'
  readonly runs: readonly ToldRun[]
  /** The names of those that were not begun any more. */
  readonly notPlayed: readonly string[]
  readonly seconds: number
}
