import type { FaultMatch } from '../evidence.ts'
import { requireWord } from '../tcp.ts'

/** Where what it sends enters the router. */
export const fromOf = ({ from }: FaultMatch): string => `iifname "${from}"`

const names = { S: 'syn', '.': 'ack', F: 'fin', R: 'rst' } as const

/** The nftables match for them. A limit of so many a day, all at once, lets exactly the first so many match. */
export function matchOf({ flags, first, every, protocol }: FaultMatch): string {
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
