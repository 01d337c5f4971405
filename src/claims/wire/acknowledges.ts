import { type Claim, holds, lacks, makeClaim } from '../../claim.ts'
import type { End } from '../../evidence.ts'
import { transitsOf } from '../../story/transits.ts'

/** The end acknowledges what comes before this number, counted from the other end's ISN. */
export function acknowledges(end: End, number: number, upTo: number): Claim {
  return makeClaim({
    states: { verb: 'acknowledges', of: { end, connection: number }, upTo },
    needs: ['wire'],
    judge(evidence) {
      const own = transitsOf(evidence).filter(
        ({ connection, speaker, relative }) =>
          connection.number === number && speaker === end && relative.flags.includes('.'),
      )
      const found = own.find(({ relative }) => relative.ack >= upTo)
      if (found) return holds([found.sent])
      const last = own.at(-1)
      return lacks(
        { kind: 'ack', number: upTo },
        last ? { kind: 'ack', number: last.relative.ack, most: true } : 'nothing acknowledged',
      )
    },
  })
}
