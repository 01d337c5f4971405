import { type Claim, holds, lacks, makeClaim, refuted, unknown } from '../../claim.ts'
import type { End } from '../../evidence.ts'
import { statesOf } from '../../story/blindness.ts'
import { transitsOf } from '../../story/transits.ts'
import { cueOf } from '../subject.ts'
import { openStates, queuesIn } from './cause.ts'

/**
 * What comes to the end stays unread while its program has the socket; with a cue, until the program is told that. What its kernel
 * has acknowledged is in the receive queue, unless it was read.
 */
export function readsNothing(end: End, number: number, until?: string): Claim {
  return makeClaim({
    states: { verb: 'readsNothing', of: { end, connection: number }, ...(until === undefined ? {} : { until }) },
    needs: ['wire', statesOf(end)],
    judge(evidence) {
      const told = until === undefined ? undefined : cueOf(evidence, end, until)
      const acknowledged = transitsOf(evidence).filter(
        ({ connection, speaker, relative }) => connection.number === number && speaker === end && relative.ack > 1,
      )
      const [first] = acknowledged
      if (!first) return lacks('bytes that have arrived', 'never arrived')
      const since = first.sent.at + first.sent.within
      const looks = queuesIn(evidence, { end, number, states: openStates }, since).filter(
        ({ at }) => at < (told?.at ?? Infinity),
      )
      const [look] = looks
      if (!look) return unknown({ kind: 'look at queue', end, cause: { bytes: first.relative.ack - 1 } }, [first.sent])
      const arrivedBefore = (moment: number): number =>
        Math.max(...acknowledged.map(({ sent, relative }) => (sent.at + sent.within < moment ? relative.ack - 1 : 0)))
      const less = looks.find(({ from, queued }) => queued < arrivedBefore(from))
      if (less) {
        const cause = { bytes: arrivedBefore(less.from) }
        return refuted(
          { kind: 'cause', cause, is: 'unread' },
          { kind: 'still queued', bytes: less.queued },
          less.because,
        )
      }
      return holds([first.sent, ...look.because, ...(told ? [told] : [])])
    },
  })
}
