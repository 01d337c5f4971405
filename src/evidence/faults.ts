import type { End, Seen } from '../evidence.ts'

interface Fault extends Seen {
  readonly kind: 'fault'
  readonly host: 'router'
  readonly fault: string
  readonly deed: 'set' | 'released' | 'healed'
  /** How many segments it has struck so far. */
  readonly struck: number
}

/** What the router was told to do with what passes it. */
export type FaultOrder =
  | { readonly verb: 'lose' | 'hold' | 'duplicate'; readonly match: FaultMatch }
  /** `rate` as tc takes it, `queue` in bytes. */
  | {
      readonly verb: 'narrow'
      readonly match?: never
      readonly toward: End
      readonly rate: string
      readonly queue: number
    }
  | { readonly verb: 'cut'; readonly match?: never }

/** A fault of the network: set, struck (as its counter says), or taken back. */
export type FaultFact = Fault & FaultOrder

/** Which segments a fault means. */
export interface FaultMatch {
  /** The end that sends them. */
  readonly from: End
  /** Exactly these of FIN, SYN, RST and ACK, in tcpdump's letters: `S`, `S.`, `.`, `F.`; PSH is not looked at. Any, when not said. */
  readonly flags?: 'S' | 'S.' | '.' | 'F.' | 'F' | 'R' | 'R.'
  /** Only the first so many; all, when not said. */
  readonly first?: number
  /** Only every so manieth, beginning with the first: an exact share. */
  readonly every?: number
  /** Datagrams instead of segments. */
  readonly protocol?: 'UDP'
}
