import type { End } from '../evidence.ts'
import { requireWord } from '../tcp.ts'

/** Which segments a fault means. */
export interface Which {
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

/** Where what it sends enters the router. */
export const fromOf = ({ from }: Which): string => `iifname "${from}"`

const names = { S: 'syn', '.': 'ack', F: 'fin', R: 'rst' } as const

/** The nftables match for them. A limit of so many a day, all at once, lets exactly the first so many match. */
export function matchOf({ flags, first, every, protocol }: Which): string {
  const bits = [...(flags ?? '')].map((letter) => {
    requireWord('flag', letter, Object.keys(names))
    return names[letter as keyof typeof names]
  })
  return [
    `meta l4proto ${protocol === 'UDP' ? 'udp' : 'tcp'}`,
    flags === undefined ? '' : `tcp flags & (fin|syn|rst|ack) == (${bits.join('|')})`,
    every === undefined ? '' : `numgen inc mod ${every} == 0`,
    first === undefined ? '' : `limit rate 1/day burst ${first} packets`,
  ]
    .filter((part) => part !== '')
    .join(' ')
}
