import { type End, type Evidence, factsOf } from '../evidence.ts'
import { type Milliseconds, ms } from '../tcp.ts'
import { storyEnd } from './end.ts'

/** A line that the router made narrow, and from when until when it was so. */
export interface Line {
  /** As tc takes it: `1mbit`. */
  readonly rate: string
  readonly bits: number
  /** How long a segment may wait for it, where its queue is full. */
  readonly longest: Milliseconds
  readonly from: Milliseconds
  readonly until: Milliseconds
}

/** The line toward an end as it was made narrow, one after the other. */
export function linesToward(evidence: Evidence, toward: End): readonly Line[] {
  const told = factsOf(evidence, 'fault').filter((fact) => fact.verb === 'narrow' && fact.toward === toward)
  return told.flatMap((fact, index) => {
    if (fact.verb !== 'narrow' || fact.deed !== 'set') return []
    const { rate, at, queue } = fact
    const bits = bitsOf(rate)
    // The one that takes its place is set before it is healed.
    const until = told.slice(index + 1).find(({ deed, fault }) => deed === 'set' || fault === fact.fault)?.at
    return [
      { rate, bits, longest: ms((8000 * queue) / Math.max(1, bits)), from: at, until: until ?? storyEnd(evidence) },
    ]
  })
}

const units: Readonly<Record<string, number>> = { bit: 1, kbit: 1e3, mbit: 1e6, gbit: 1e9 }

/** Bits a second, of what tc takes for a rate; 0 of what is none. */
function bitsOf(rate: string): number {
  const [, number = '0', unit = ''] = /^(\d+)([a-z]*)$/.exec(rate) ?? []
  return Number(number) * (units[unit] ?? 0)
}
