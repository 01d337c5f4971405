import type { End } from '../evidence.ts'

/** Which segments a fault means. */
export interface Which {
  readonly from: End
  /** Exactly these of FIN, SYN, RST and ACK, in tcpdump's letters: `S`, `S.`, `.`, `F.`; PSH is not looked at. Any, when not said. */
  readonly flags?: 'S' | 'S.' | '.' | 'F.' | 'F' | 'R' | 'R.'
  /** Only the first so many; all, when not said. */
  readonly first?: number
}

const names = { S: 'syn', '.': 'ack', F: 'fin', R: 'rst' } as const

/** The nftables match for them. A limit of so many a day, all at once, lets exactly the first so many match. */
export function matchOf({ from, flags, first }: Which): string {
  const bits = [...(flags ?? '')].map((letter) => names[letter as keyof typeof names])
  return [
    `iifname "${from}" meta l4proto tcp`,
    flags === undefined ? '' : `tcp flags & (fin|syn|rst|ack) == (${bits.join('|')})`,
    first === undefined ? '' : `limit rate 1/day burst ${first} packets`,
  ]
    .filter((part) => part !== '')
    .join(' ')
}

export function wordsFor({ from, flags, first }: Which): string {
  const count = first === undefined ? 'every' : first === 1 ? 'the first' : `the first ${first}`
  return `${count} ${flags === undefined ? 'segment' : `[${flags}]`} from the ${from}`
}
