import type { BlindFact, End } from '../evidence.ts'
import type { Endpoint, Milliseconds, RelativeSegment, State } from '../tcp.ts'

/** What a claim needs and nobody saw: why it cannot be told. */
export type Missing =
  /** A witness said itself that it was blind. */
  | { readonly what: 'sight'; readonly blind: Pick<BlindFact, 'by' | 'cause'> }
  | { readonly what: 'counters'; readonly end: End }
  /** The table went unlooked at for so long. */
  | { readonly what: 'looks'; readonly end: End; readonly gap: Milliseconds }
  /** Others saw what this witness did not tell of. */
  | { readonly what: 'word'; readonly by: 'kernel' | 'table'; readonly on: Untold }
  /** Some tap did not capture a segment that passed it. */
  | ({ readonly what: 'capture' } & Uncaptured)
  /** Captures tell of an arrival before its sending. */
  | { readonly what: 'order of captures' }
  /** The kernel counted another number than was captured. */
  | {
      readonly what: 'agreement'
      readonly end: End
      readonly of: Miscounted
      readonly counted: number
      readonly captured: readonly [least: number, most: number]
    }

/** What of an end's states a witness had to tell of. */
export type Untold =
  | {
      readonly is: 'state'
      readonly end: End
      readonly connection: number
      readonly state: State
      readonly at: Milliseconds
    }
  /** How the end went on from this state. */
  | { readonly is: 'course'; readonly end: End; readonly from: State; readonly at: Milliseconds }
  /** Of which connection the socket was. */
  | { readonly is: 'socket'; readonly local: Endpoint; readonly remote: Endpoint; readonly at: Milliseconds }
  /** The state at the time at which others saw it. */
  | { readonly is: 'state in time'; readonly end: End; readonly state: State }

export interface Uncaptured {
  readonly segment: RelativeSegment
  readonly at: Milliseconds
}

/** What the kernel counts, or where it is `traced` tells of by its tracepoints. */
export type Miscounted =
  | 'sent'
  | 'arrived'
  | 'sent again'
  | 'RSTs sent'
  | 'traced: sent again'
  | 'traced: RSTs sent'
  | 'traced: RSTs arrived'
