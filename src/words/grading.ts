import type { End } from '../evidence.ts'

/** How much was earned, of how much. */
export interface PointsWords {
  readonly points: number
  readonly of: number
}

/** What is told of a class that is graded: to its teacher, and to each student. */
export interface GradingWords {
  /** The heading of the page that lists them all. */
  readonly index: string
  /** Headings of the table of grades. */
  readonly columns: Readonly<Record<'submission' | 'status' | 'points' | 'of' | 'lookAt', string>>
  readonly statuses: Readonly<Record<'graded' | 'to look at' | 'not played', string>>
  points(points: PointsWords): string
  /** Why nobody could grade a run: its machine, the harness, or what of it is not known. */
  readonly cannotRun: (why: string) => string
  readonly failed: (why: string) => string
  /** `more` claims than are named. */
  undecided(claims: readonly string[], more: number, tries: number): string
  /** The sentence of feedback on work that is not graded yet. */
  readonly willBeLookedAt: string
  readonly notPlayed: string
  readonly refused: (why: string) => string

  readonly feedback: (name: string) => string
  readonly total: string
  readonly everythingShown: string
  /** What went wrong, in a sentence: what the lab needs, and what was seen. */
  wentWrong(says: string, inShort: string): string
  claimsThatFailed(count: number): string
  /** Claims that failed in the wake of what was told first. */
  follow(count: number): string
  notReached(count: number): string
  /** The command of the plan names a file that the submission has not. */
  absent(absent: { readonly wanted: string; readonly there: readonly string[] }): string
  printed(role: End): string
  printedNothing(role: End): string
  linesMore(count: number): string
  /** The line before came so often again. */
  timesMore(count: number): string

  /** A line for each run that has ended. */
  progress(done: number, all: number, what: string, became: string): string
  summary(counts: Readonly<Record<'graded' | 'to look at' | 'not played', number>>): string
  lookAt(name: string, what: string, why: string): string
  written(folder: string): string
  again(what: string, changed: 'files' | 'order' | 'nothing'): string
  shard(text: string, by: string): string
  resume(done: number, all: number): string
  /** All runs are done. */
  nothingToPlay(all: number): string
}
