import { type Claim, holds, lacks, makeClaim, refuted, unknown } from '../../claim.ts'
import type { End } from '../../evidence.ts'
import { statesOf } from '../../story/blindness.ts'
import { transitsOf } from '../../story/transits.ts'
import { openStates, queuesIn } from './cause.ts'

/**
 * So many bytes have come to the end, and its program reads none of them while it has its socket: every look shows them in the
 * receive queue. What a kernel has acknowledged is there, unless it was read.
 */
export function leavesUnread(end: End, number: number, bytes: number): Claim {
  return makeClaim({
    states: { verb: 'leavesUnread', of: { end, connection: number }, bytes },
    needs: ['wire', statesOf(end)],
    judge(evidence) {
      const cause = { bytes }
      const acknowledged = transitsOf(evidence).find(
        ({ connection, speaker, relative }) =>
          connection.number === number && speaker === end && relative.ack === bytes + 1,
      )
      if (!acknowledged) return lacks({ kind: 'cause', cause, is: { for: end } }, 'never arrived')
      const { sent } = acknowledged
      const looks = queuesIn(evidence, { end, number, states: openStates }, sent.at + sent.within)
      const [first] = looks
      if (!first) return unknown({ kind: 'look at queue', end, cause }, [sent])
      const less = looks.find(({ queued }) => queued < bytes)
      if (!less) return holds([sent, ...first.because])
      const got = { kind: 'still queued', bytes: less.queued } as const
      return refuted({ kind: 'cause', cause, is: 'unread' }, got, less.because)
    },
  })
}
