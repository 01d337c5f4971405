import { type Claim, holds, lacks, makeClaim } from '../../claim.ts'
import type { End } from '../../evidence.ts'
import { transitsOf } from '../../story/transits.ts'

/** The end sends these numbers in one segment, whether it arrives or not. */
export function sends(end: End, number: number, from: number, to: number): Claim {
  return makeClaim({
    states: { verb: 'sends', of: { end, connection: number }, from, to },
    needs: ['wire'],
    judge(evidence) {
      const found = transitsOf(evidence).find(
        ({ connection, speaker, relative }) =>
          connection.number === number &&
          speaker === end &&
          relative.seq === from &&
          relative.seq + relative.length === to,
      )
      return found ? holds([found.sent]) : lacks({ kind: 'range', from, to }, 'no such segment')
    },
  })
}
