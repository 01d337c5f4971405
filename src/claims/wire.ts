import type { Claim } from '../claim.ts'
import { freshNumbers } from './fresh-numbers.ts'
import { shows } from './shows.ts'

/** What can be claimed of the segments that cross the network. */
export interface WireClaims {
  /** The connection's segments are exactly these lines, in this order; `...` alone on a line admits anything. */
  shows(lines: TemplateStringsArray): Claim
  /** Both ends choose their ISNs at random for each of the run's connections. */
  hasFreshNumbers(connections: number): Claim
}

export function wireClaims(number = 1): WireClaims {
  return {
    shows: (lines) => shows(lines.join(''), number),
    hasFreshNumbers: (connections) => freshNumbers(connections),
  }
}
