import { type Claim, fails, holds, makeClaim } from '../../claim.ts'
import type { End } from '../../evidence.ts'
import { connectionsOf, isWithItself } from '../../story/connections.ts'
import { type Journey, journeysOf } from '../../story/transits.ts'
import { advance, carries, distance, endOf, type SequenceNumber } from '../../tcp.ts'
import { seenSegment } from '../subject.ts'

/** No end acknowledges what the other has not sent by then. A RST is left out: what it answers decides its numbers. */
export function acknowledgesOnlySent(): Claim {
  return makeClaim({
    states: { verb: 'acknowledges-only-sent' },
    needs: ['wire'],
    judge(evidence) {
      const journeys = journeysOf(evidence)
      const wrong = journeys.find((journey) => isAhead(journey, journeys)) ?? takesBack(journeys)
      return wrong ? fails('an ack of what was sent', seenSegment(wrong), [wrong.sent]) : holds([])
    },
  })
}

function isAhead(journey: Journey, all: readonly Journey[]): boolean {
  if (!carries(journey.segment, '.') || carries(journey.segment, 'R')) return false
  const sent = all.filter(
    (other) =>
      other.connection.client === journey.connection.client &&
      other.connection.server === journey.connection.server &&
      (other.speaker !== journey.speaker || isWithItself(journey.connection)) &&
      other.sent.at <= journey.sent.at,
  )
  return sent.length === 0 || sent.every(({ segment }) => distance(endOf(segment), journey.segment.ack) > 0)
}

/** An ACK of less than its end has acknowledged before, or of less than the other's SYN. */
function takesBack(journeys: readonly Journey[]): Journey | undefined {
  const highest = new Map<string, number>()
  return journeys.find(({ connection, speaker, segment, relative, isCopy }) => {
    if (isCopy || !carries(segment, '.') || carries(segment, 'R')) return false
    const who = `${connection.number} ${speaker}`
    const before = highest.get(who) ?? 1
    highest.set(who, Math.max(before, relative.ack))
    return relative.ack < before
  })
}

/** Numbers that do not follow on what the end has sent before: some in between nobody sent. */
function leavesGap(journeys: readonly Journey[]): Journey | undefined {
  const next = new Map<string, SequenceNumber>()
  return journeys.find(({ connection, speaker, segment, isCopy }) => {
    if (isCopy || carries(segment, 'R')) return false
    const who = `${connection.number} ${speaker}`
    const before = next.get(who)
    if (before === undefined || distance(before, endOf(segment)) > 0) next.set(who, endOf(segment))
    return before !== undefined && distance(before, segment.seq) > 0
  })
}

/** SYN and FIN count one sequence number each: what follows them, and what acknowledges them, is one further on. */
export function countsSynAndFin(): Claim {
  return makeClaim({
    states: { verb: 'counts-syn-and-fin' },
    needs: ['wire'],
    judge(evidence) {
      const journeys = journeysOf(evidence)
      const after = leavesGap(journeys)
      if (after) return fails('the next number', seenSegment(after), [after.sent])
      for (const { number } of connectionsOf(evidence)) {
        for (const speaker of ['client', 'server'] as const) {
          const wrong = miscounted(
            journeys.filter(({ connection }) => connection.number === number),
            speaker,
          )
          if (wrong) return fails('a number one further on', seenSegment(wrong), [wrong.sent])
        }
      }
      return holds([])
    },
  })
}

function miscounted(journeys: readonly Journey[], speaker: End): Journey | undefined {
  const own = journeys.filter((journey) => journey.speaker === speaker && !carries(journey.segment, 'R'))
  const syn = own.find(({ segment }) => carries(segment, 'S'))?.segment
  const finEnd = own.find(({ segment }) => carries(segment, 'F'))?.segment
  // Data on a SYN may have been ignored and come again: only the SYN itself counts for certain.
  const next = syn && advance(syn.seq, 1)
  const afterSyn =
    next !== undefined &&
    own.find(
      ({ segment }) => !carries(segment, 'S') && distance(next, segment.seq) < 0 && !isKeepalive(next, segment.seq),
    )
  const afterFin = finEnd && own.find(({ segment }) => distance(endOf(finEnd), endOf(segment)) > 0)
  return afterSyn || afterFin
}

/** A keepalive probe repeats the number before the next one on purpose (RFC 9293 section 3.8.4). */
const isKeepalive = (next: SequenceNumber, seq: SequenceNumber): boolean => distance(next, seq) === -1
