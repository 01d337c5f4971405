import { type Claim, holds, lacks, makeClaim } from '../../claim.ts'
import type { End } from '../../evidence.ts'
import { transitsOf } from '../../story/transits.ts'
import { distance } from '../../tcp.ts'

/** The end tells the other that these numbers came twice: a SACK block for what it has already acknowledged (RFC 2883). */
export function reportsDuplicate(end: End, number: number, from: number, to: number): Claim {
  return makeClaim({
    states: { verb: 'reportsDuplicate', of: { end, connection: number }, from, to },
    needs: ['wire'],
    judge(evidence) {
      const own = transitsOf(evidence).filter(
        ({ connection, speaker }) => connection.number === number && speaker === end,
      )
      const other = end === 'client' ? 'server' : 'client'
      const found = own.find(({ segment, connection, relative }) => {
        const isn = connection.isn[other]
        const [block] = segment.options.sack ?? []
        if (isn === undefined || !block) return false
        return distance(isn, block[0]) === from && distance(isn, block[1]) === to && to <= relative.ack
      })
      return found ? holds([found.sent]) : lacks({ kind: 'SACK block', from, to, of: 'what came twice' }, 'none')
    },
  })
}
