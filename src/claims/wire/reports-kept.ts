import { type Claim, holds, lacks, makeClaim } from '../../claim.ts'
import type { End } from '../../evidence.ts'
import { transitsOf } from '../../story/transits.ts'
import { distance } from '../../tcp.ts'

/** The end tells the other by SACK that it keeps these numbers, which came too early: beyond what it acknowledges (RFC 2018). */
export function reportsKept(end: End, number: number, from: number, to: number): Claim {
  return makeClaim({
    states: { verb: 'reportsKept', of: { end, connection: number }, from, to },
    needs: ['wire'],
    judge(evidence) {
      const other = end === 'client' ? 'server' : 'client'
      const found = transitsOf(evidence).find(({ connection, speaker, segment, relative }) => {
        const isn = connection.isn[other]
        if (connection.number !== number || speaker !== end || isn === undefined) return false
        return (segment.options.sack ?? []).some(
          ([begin, finish]) => distance(isn, begin) === from && distance(isn, finish) === to && relative.ack < from,
        )
      })
      return found ? holds([found.sent]) : lacks({ kind: 'SACK block', from, to, of: 'what is kept' }, 'none')
    },
  })
}
