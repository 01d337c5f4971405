import type { NumberThan, Option, SaidBy, TimestampThan } from '../evidence/assertion.ts'
import type { End } from '../evidence.ts'
import type { Flags, Milliseconds, RelativeSegment } from '../tcp.ts'

/** A segment that crossed, with its connection's numbers. */
export interface SeenSegment {
  readonly segment: RelativeSegment
  readonly at: Milliseconds
  readonly lost?: true
}

/** A congestion window, and the slow start threshold where there is one, as ss showed it. */
export interface SeenWindow {
  readonly window: number
  readonly threshold?: number
  readonly at: Milliseconds
}

export interface SegmentFindings {
  segment: SeenSegment
  segments: { readonly segments: readonly SeenSegment[] }
  /** Of no connection that we know: its numbers mean nothing. */
  stray: { readonly flags: Flags; readonly at: Milliseconds }
  /** The line of the lab that had to come next, or none; and the one before it. In notation. */
  line: { readonly line?: string; readonly after?: string }
  /** A line of tcpdump's, or that there is none. */
  'printed line': { readonly line?: string }
  'no flag': { readonly flag: 'S' | 'F' | 'R' }
  ack: { readonly number: number; readonly most?: true }
  range: { readonly from: number; readonly to: number }
  'SACK block': { readonly from: number; readonly to: number; readonly of: 'what came twice' | 'what is kept' }
  /** From the first byte up to this one. */
  bytes: { readonly upTo: number; readonly unbroken?: true }
  'number of FIN': { readonly number: number }
  'gap before': { readonly number: number }
  'nothing beyond': { readonly number: number }
  'announced MSS': { readonly mss: number }
  /** How bytes were cut: so many segments, each of so many bytes, and so many in the last. */
  cut: { readonly segments: number; readonly room: number; readonly last: number }
  windows: { readonly control?: string; readonly looks: readonly SeenWindow[] }
  'window of': { readonly least: number }
  /** Bits a second of data, sent on lines of these rates in these stretches of time. */
  rates: {
    readonly control?: string
    readonly rates: ReadonlyArray<{
      readonly line: string
      readonly rate: number
      readonly from: Milliseconds
      readonly until: Milliseconds
    }>
  }
  'rate changed': { readonly change: 'narrower' | 'wider' }
  'line made': { readonly change: 'narrower' | 'wider' }
  'closed at': { readonly at: Milliseconds }
  'closed for': { readonly time: Milliseconds; readonly probes: number }
  'random ISNs': { readonly end: End }
  'regular ISNs': { readonly how: 'too few' | 'one twice' | 'close together'; readonly numbers: readonly number[] }
  /** A SYN against the connection before of the same pair: by how much it is ahead, and its timestamp later. */
  'SYN again': {
    readonly number: NumberThan | 'the same'
    readonly timestamp: TimestampThan | 'the same'
    readonly ahead?: number
    readonly later?: number
  }
  /** By what time of its clock an ISN is after the one before. */
  'ISN after': { readonly end: End; readonly time: Milliseconds }
  /** How far the ISNs are off their clock, at most. */
  'ISNs off by': { readonly [Each in End]: Milliseconds }
  'option said': { readonly option: Option; readonly by: SaidBy | 'both' }
  'option used': { readonly option: Option; readonly used: boolean }
  'ISN beyond': { readonly end: End; readonly by: number }
  'shared ISN': { readonly isn: number }
  'spread of ISNs': { readonly [Each in End]: readonly [least: number, most: number] }
}
