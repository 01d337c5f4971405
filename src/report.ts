/**
 * What a report is: a pure function of what was played, that returns text. Each has a file of its own in `report/`;
 * those that one run's own record is drawn from take its evidence, those for graders take any number of runs.
 */

/** What came of a run. Those that were judged pass, fail or are unknown; the others were not, and `reason` says why. */
export type Result = 'pass' | 'fail' | 'unknown' | 'error' | 'cannot run' | 'interrupted'

/** A claim as it is told to those who do not have the record. */
export interface ToldClaim {
  readonly says: string
  readonly settles: readonly string[]
  /** The line of the lab that states it, as file:line; empty for those that every run is held to. */
  readonly statedAt: string
  readonly verdict: 'holds' | 'fails' | 'unknown' | 'not reached'
  readonly measured?: string
  readonly expected?: string
  readonly got?: string
  readonly missing?: string
  /** The facts that show it, each in a line. */
  readonly because: readonly string[]
}

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
  /** The folder of its record. */
  readonly record?: string
  /** Why it was not judged. */
  readonly reason?: string
  readonly claims: readonly ToldClaim[]
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
