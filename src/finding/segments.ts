import type { Option, SaidBy } from '../evidence/assertion.ts'
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
  'closed at': { readonly at: Milliseconds }
  'closed for': { readonly time: Milliseconds; readonly probes: number }
  'random ISNs': { readonly end: End }
  'regular ISNs': { readonly how: 'too few' | 'one twice' | 'close together'; readonly numbers: readonly number[] }
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
