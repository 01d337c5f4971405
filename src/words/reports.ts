import type { End, Host, Lacking, Setting } from '../evidence.ts'
import type { Unshowable } from '../story/diagram.ts'
import type { Milliseconds, State } from '../tcp.ts'

/** What came of a run, as reports tell it. */
type Result = 'pass' | 'fail' | 'unknown' | 'error' | 'cannot run' | 'interrupted'
type Outcome = 'holds' | 'fails' | 'unknown' | 'not reached'

/** So many runs, and what their records take. */
interface RunsAndBytes {
  readonly runs: number
  readonly bytes: number
}

/** A program that has closed its side before it was told the first of its cues, while nobody had looked yet. */
export interface Ahead {
  readonly end: End
  readonly closed: Milliseconds
  readonly cue: string
  readonly told: Milliseconds
}

/** A state that lasted a while, at one connection's end or alike at many. */
export interface HeldState {
  readonly end: End
  readonly state: State
  /** The connection's number, where there is more than one; or at how many it was so, where it was at many. */
  readonly connection?: number
  readonly many?: number
  /** How long, or where it was at many, how long at least. */
  readonly lasted: Milliseconds
  /** It was so still when the record ended. */
  readonly still: boolean
}

/** What reports say of their own accord: headings, labels, counts. */
export interface ReportWords {
  /** Before what was expected, seen instead, is missing; before a fact that shows it, and the place that states it. */
  readonly labels: Readonly<Record<'expected' | 'got' | 'missing' | 'because' | 'at', string>>
  readonly notReached: string
  /** Why a claim does not hold, in half a line. */
  inShort(told: { readonly got?: string; readonly expected?: string; readonly missing?: string }): string
  readonly notBegun: string
  readonly isPlayed: string
  readonly isPlayedAndJudged: string
  /** What a run came to, in a word. */
  readonly verdicts: Readonly<Record<Result, string>>
  /** What a run did, after its name. */
  readonly results: Readonly<Record<Result, string>>
  /** The same of so many runs, after their number. */
  readonly counted: Readonly<Record<Result, string>>
  counts(parts: readonly string[], seconds: string): string
  andMore(text: string, more: number): string
  notBegunOf(names: readonly string[]): string

  /** What was played otherwise than usual. */
  change(change: { readonly variant?: string; readonly twin?: string }): string
  held(held: HeldState): string
  /** In the place of so many claims of every run, all of which hold. */
  universalHold(count: number): string
  claimNotReached(says: string): string
  claimsNotReached(count: number): string
  /** Why this machine or user cannot have a witness. */
  readonly lacking: Readonly<Record<Lacking, string>>
  withoutWitness(witness: string, why: string): string
  /** Why something of the state diagram cannot be shown. */
  readonly unshowable: Readonly<Record<Unshowable, string>>
  replaced(end: End): string
  /** Above what somebody's own program has printed. */
  printed(end: End): string
  /** Between its lines, so many of them. */
  printedMore(count: number): string
  /** Claims that failed, or were not reached, by what a program did before. */
  follow(count: number): string
  /** Whether a twin has broken the claims that it is there to break. */
  twin(broken: readonly string[], unbroken: readonly string[]): readonly string[]
  spent(parts: readonly string[]): string
  verdict(counts: Readonly<Record<Outcome | 'all', number>>): string
  record(folder: string): string
  /** Where the page is. */
  page(path: string): string

  heading(setting: Setting): string
  connection(number: number, client: string, server: string): string
  alike(numbers: readonly number[]): string
  /** Printed by the end's program, and in the record. */
  moreLines(end: End, count: number): string
  /** In the place of so many segments, and how many of them were lost; within how long, where that is worth telling. */
  moreSegments(told: { readonly count: number; readonly lost: number; readonly within?: Milliseconds }): string
  recordEnds: string
  program(end: End, deed: string): string
  /** Held and released as the router was told; queued, and leaving that queue, where it waited for others before it. */
  readonly fates: Readonly<Record<'held' | 'lost' | 'released' | 'queued' | 'leaves', string>>
  /** Beside a segment that its end sends for so manieth time, from 2 on. */
  again(time: number): string
  /** Beside one that the network made of another, and one that asks whether the other end is there or takes more. */
  readonly remarks: Readonly<Record<'copy' | 'probe', string>>
  /** In a capture, at a segment: what the network did to it, how long it held it if it ever let it go, and what it did to an end. */
  readonly captured: {
    readonly lost: string
    readonly copy: string
    all(remarks: readonly string[]): string
    held(lasted: Milliseconds | undefined): string
    state(change: { readonly end: End; readonly from: State; readonly to: State; readonly connection?: number }): string
  }
  /** Names of a trace's tracks and counters. */
  readonly trace: {
    readonly program: string
    readonly listener: string
    segments(connection: number): string
    counter(name: string, connection: number): string
  }
  /** Above the lanes of the ladder. */
  readonly ends: Readonly<Record<End, string>>
  /** In the place of so many rows that are like those before. */
  moreAlike(count: number): string
  /** Above the curve of an end's congestion window, and what its marks mean. */
  congestion(end: End, lost: boolean): string

  /** Before the rows of a ladder that is shown step by step. */
  readonly step: string
  /** While a run goes on: since when, about how many seconds it takes where that is known, and where each end is. */
  progress(going: {
    readonly since: Milliseconds
    readonly about?: number | undefined
    readonly ends: ReadonlyArray<{ readonly end: End; readonly state: State | undefined }>
  }): string
  /** Of a run that could not be judged, where a program closed its side before it was told. */
  ahead(program: Ahead): string
  /** What to do about a run that could not be judged. */
  readonly remedies: Readonly<Record<'late' | 'no tracefs' | 'blind' | 'too little was seen', string>>
  /** Somebody looks around: why the story stands still, where each end is, in whose namespaces one looks. */
  readonly hold: {
    readonly because: Readonly<Record<'at the start' | 'as asked' | 'at a pause' | 'at the end' | 'never came', string>>
    where(ends: ReadonlyArray<{ readonly end: End; readonly state: State | undefined }>): string
    in(host: Host): string
    readonly onlyRoot: string
    readonly goOn: string
    /** A run that was held did not pass. */
    itsTimersWentOn(held: Milliseconds): string
  }
  /** What became of old runs, or would. */
  cleaned(what: {
    readonly folder: string
    readonly removed: RunsAndBytes
    readonly left: RunsAndBytes
    readonly only: boolean
  }): string
  goesOn(name: string, seconds: number, about: number | undefined): string
  more(count: number): string
  played(finished: number, all: number, running: number): string
}
