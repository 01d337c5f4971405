import type { Claim } from '../claim.ts'
import type { End } from '../evidence.ts'
import { delivers } from './delivers.ts'
import { freshNumbers } from './fresh-numbers.ts'
import { neverShows } from './never-shows.ts'
import { shows } from './shows.ts'

/** What can be claimed of the segments that cross the network. */
export interface WireClaims {
  /** The connection's segments are exactly these lines, in this order; `...` alone on a line admits anything. */
  shows(lines: TemplateStringsArray): Claim
  /** No segment from this end carries the flag. */
  neverShows(end: End, flag: 'S' | 'F' | 'R'): Claim
  /** So many bytes from this end all arrive, and its FIN after the last of them. */
  delivers(end: End, bytes: number): Claim
  /** Both ends choose their ISNs at random for each of the run's connections. */
  hasFreshNumbers(connections: number): Claim
}

export function wireClaims(number = 1): WireClaims {
  return {
    shows: (lines) => shows(lines.join(''), number),
    neverShows: (end, flag) => neverShows(number, end, flag),
    delivers: (end, bytes) => delivers(number, end, bytes),
    hasFreshNumbers: (connections) => freshNumbers(connections),
  }
}
