import type { End } from '../evidence.ts'

/** What the page says of its own accord: headings, labels, buttons. What happened is said by the other tables. */
export interface PageWords {
  /** Of this language, in itself. */
  readonly language: string
  readonly ends: Readonly<Record<End | 'router', string>>
  readonly headings: Readonly<
    Record<'ladder' | 'diagram' | 'now' | 'segments' | 'curves' | 'claims' | 'details', string>
  >
  readonly verdicts: Readonly<Record<'pass' | 'fail' | 'unknown', string>>
  readonly outcomes: Readonly<Record<'holds' | 'fails' | 'unknown' | 'not reached', string>>
  readonly buttons: Readonly<
    Record<
      'start' | 'back' | 'play' | 'pause' | 'forward' | 'end' | 'unfold' | 'narrower' | 'wider' | 'speed' | 'time',
      string
    >
  >
  /** Which keys do what. */
  readonly keys: string
  /** Under the ladder: what its lines mean. */
  readonly legend: Readonly<Record<'syn' | 'fin' | 'rst' | 'data' | 'ack' | 'lost' | 'held' | 'again' | 'copy', string>>
  /** Of the table of segments. */
  readonly columns: Readonly<Record<'number' | 'at' | 'from' | 'segment' | 'became' | 'took', string>>
  readonly became: Readonly<Record<'arrives' | 'is lost' | 'is held', string>>
  /** A segment that is sent again, the how manieth time. */
  again(time: number): string
  readonly copy: string
  /** Of a socket at a moment. */
  readonly gauges: Readonly<
    Record<'state' | 'timer' | 'sendQueue' | 'receiveQueue' | 'window' | 'cwnd' | 'ssthresh' | 'inFlight', string>
  >
  /** Before its number. */
  readonly connection: string
  /** Of a segment's layers. */
  readonly fields: Readonly<Record<'payload' | 'bytes', string>>
  readonly curves: Readonly<
    Record<
      'sequence' | 'sent' | 'acknowledged' | 'allowed' | 'lost' | 'again' | 'cwnd' | 'ssthresh' | 'inFlight',
      string
    >
  >
  curvesOf(end: End): string
  readonly axes: Readonly<Record<'bytes' | 'segments', string>>
  segmentsLeft(count: number): string
  connectionsLeft(count: number): string
  connectionsAlike(numbers: readonly number[], as: number): string
  stateLane(end: End, state: string, connection: number | undefined): string
  /** What the whole ladder is, for those who do not see it. */
  ladderFor(segments: number): string
  /** Claims that every run is held to, and that hold. */
  universal(count: number): string
  /** The index of many runs, and its chapters. */
  readonly indexOf: string
  readonly chapters: Readonly<
    Record<'layers' | 'opening' | 'data' | 'closing' | 'TIME-WAIT' | 'the whole' | 'questions', string>
  >
  readonly noScript: string
  /** Who has to act, where a state lasts that no timer ends. */
  waitsFor(end: End, state: string): string
}
