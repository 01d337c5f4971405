import { type Claim, fails, holds, makeClaim } from '../../claim.ts'
import type { End } from '../../evidence.ts'
import { transitsOf } from '../../story/transits.ts'
import { carries } from '../../tcp.ts'
import { seenSegment } from '../subject.ts'

/** No segment of the connection from this end carries the flag. */
export function neverShows(number: number, end: End, flag: 'S' | 'F' | 'R'): Claim {
  return makeClaim({
    states: { verb: 'neverShows', of: { connection: number }, end, flag },
    needs: ['wire'],
    judge(evidence) {
      const found = transitsOf(evidence).find(
        ({ connection, speaker, segment }) => connection.number === number && speaker === end && carries(segment, flag),
      )
      if (!found) return holds([], undefined, { vacuous: true })
      // A FIN leaves when a program closes; a SYN or a RST may be a kernel's answer to a machine that is late.
      return fails({ kind: 'no flag', flag }, seenSegment(found), [found.sent], { sure: flag === 'F' })
    },
  })
}
