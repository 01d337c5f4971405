import { type Claim, holds, lacks, makeClaim, refuted } from '../../claim.ts'
import type { End } from '../../evidence.ts'
import { statesOf } from '../../story/blindness.ts'
import { transitsOf } from '../../story/transits.ts'
import { ms } from '../../tcp.ts'
import { wasRead } from './cause.ts'

/**
 * The end's program has read so many bytes when it sends this number: they had come by then, and no later look shows them in the
 * receive queue. Who reads between the sending and the next look cannot be told from one who read before.
 */
export function answers(end: End, number: number, bytes: number, from: number): Claim {
  return makeClaim({
    states: { verb: 'answers', of: { end, connection: number }, bytes, from },
    needs: ['wire', statesOf(end)],
    judge(evidence) {
      const answer = transitsOf(evidence).find(
        ({ connection, speaker, segment, relative: { seq, length } }) =>
          connection.number === number && speaker === end && segment.length > 0 && seq <= from && from < seq + length,
      )?.sent
      if (!answer) return lacks('bytes that were sent', 'none')
      const read = wasRead(evidence, end, { bytes }, ms(answer.at + answer.within))
      const wanted = { kind: 'cause', cause: { bytes }, is: 'read' } as const
      if (read.is === 'not arrived') return refuted(wanted, 'never arrived', [answer])
      return read.is === 'unread'
        ? refuted(wanted, { kind: 'still queued', bytes: read.queued }, [answer, ...read.because])
        : holds([answer, ...(read.is === 'read' ? read.because : [])])
    },
  })
}
