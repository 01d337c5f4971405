import type { Claim } from '../claim.ts'
import type { Option, SaidBy } from '../evidence/assertion.ts'
import type { End } from '../evidence.ts'
import { beginsBeyond } from './wire/begins-beyond.ts'
import { clockedNumbers } from './wire/clocked-numbers.ts'
import { delivers } from './wire/delivers.ts'
import { freshNumbers } from './wire/fresh-numbers.ts'
import { loses } from './wire/loses.ts'
import { neverShows } from './wire/never-shows.ts'
import { prints } from './wire/prints.ts'
import { segments } from './wire/segments.ts'
import { shows } from './wire/shows.ts'
import { neverUses, uses } from './wire/uses.ts'

/** What can be claimed of the segments that cross the network. */
export interface WireClaims {
  /**
   * The connection's segments are exactly these lines, in this order. A line is packetdrill's, with the speaker's name:
   *
   * - `client > P. 1:6(5) ack 1`: flags, first number and the one after the last, bytes, acknowledgment. What a line leaves out is not
   *   looked at: `client > F.` is any FIN with an ACK. `win 0` is the window as the header has it.
   * - `+.9~+1.5 server > S.`: from 0.9 to 1.5 s after the segment of the line before.
   * - `... lost` at its end: it left, and never arrived. `... copy`: the network doubled an earlier one.
   * - `opening` as the first line: the three segments of the handshake.
   * - `... client > P. . | server > .`: any number of segments of these kinds, none too.
   *
   * Keepalive probes and their answers may be there or not, unless lines name them.
   */
  shows(lines: TemplateStringsArray): Claim
  /**
   * tcpdump's own lines of the connection are these: `server > [S.] seq y ack x+1`, where a letter is the number at which it
   * is met first. On loopback only.
   */
  prints(lines: TemplateStringsArray): Claim
  /** What this end's program wrote in one piece goes in segments of the most that the other's MSS allows. */
  segments(end: End, bytes: number, mss?: number): Claim
  /** At least so many segments from this end reach the router and no farther. */
  loses(end: End, least: number): Claim
  /** No segment from this end carries the flag. */
  neverShows(end: End, flag: 'S' | 'F' | 'R'): Claim
  /** So many bytes from this end all arrive, and its FIN after the last of them. */
  delivers(end: End, bytes: number): Claim
  /** Both ends choose their ISNs at random for each of the run's connections. */
  hasFreshNumbers(connections: number): Claim
  /** Of the run's connections, all between one pair, each begins at both ends as much later as the clock of ISNs has advanced. */
  hasClockedNumbers(connections: number): Claim
  /** The end's ISN is so far beyond the next number of the connection before between the same pair. */
  beginsBeyond(end: End, by: number): Claim
  /** Both ends say the option on their SYNs, and use it. */
  uses(option: Option): Claim
  /** This end alone says the option on its SYN, or nobody does, and nobody uses it. */
  neverUses(option: Option, saidBy: SaidBy): Claim
}

export function wireClaims(number = 1): WireClaims {
  return {
    shows: (lines) => shows(lines.join(''), number),
    prints: (lines) => prints(lines.join(''), number),
    neverShows: (end, flag) => neverShows(number, end, flag),
    segments: (end, bytes, mss) => segments(number, end, bytes, mss),
    loses: (end, least) => loses(number, end, least),
    delivers: (end, bytes) => delivers(number, end, bytes),
    hasFreshNumbers: (connections) => freshNumbers(connections),
    hasClockedNumbers: (connections) => clockedNumbers(connections),
    beginsBeyond: (end, by) => beginsBeyond(number, end, by),
    uses: (option) => uses(number, option),
    neverUses: (option, saidBy) => neverUses(number, option, saidBy),
  }
}
