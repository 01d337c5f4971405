import { type Claim, fails, holds, makeClaim } from '../../claim.ts'
import { type End, type Evidence, rawEnd } from '../../evidence.ts'
import { connectionsOf, isWithItself } from '../../story/connections.ts'
import { type Transit, transitsOf } from '../../story/transits.ts'
import { advance, carries, distance, type SequenceNumber, sequenceEnd } from '../../tcp.ts'
import { seenSegment } from '../subject.ts'

/** No end acknowledges what the other has not sent by then. A RST is left out: what it answers decides its numbers. */
export function acknowledgesOnlySent(): Claim {
  return makeClaim({
    states: { verb: 'acknowledges-only-sent' },
    needs: ['wire'],
    judge(evidence) {
      const transits = transitsOf(evidence)
      const wrong = transits.find((transit) => isAhead(transit, transits)) ?? takesBack(evidence, transits)
      return wrong ? fails('an ack of what was sent', seenSegment(wrong), [wrong.sent]) : holds([])
    },
  })
}

function isAhead(transit: Transit, all: readonly Transit[]): boolean {
  if (!carries(transit.segment, '.') || carries(transit.segment, 'R')) return false
  const sent = all.filter(
    (other) =>
      other.connection.client === transit.connection.client &&
      other.connection.server === transit.connection.server &&
      (other.speaker !== transit.speaker || isWithItself(transit.connection)) &&
      other.sent.at <= transit.sent.at,
  )
  return sent.length === 0 || sent.every(({ segment }) => distance(sequenceEnd(segment), transit.segment.ack) > 0)
}

/**
 * An ACK of less than its end has acknowledged before, or of less than the other's SYN. A raw server may answer an old SYN, and a
 * TIME-WAIT repeats to a new one what its own connection has acknowledged last (RFC 9293 section 3.10.7.4).
 */
function takesBack(evidence: Evidence, transits: readonly Transit[]): Transit | undefined {
  const highest = new Map<string, number>()
  const last = new Map<string, SequenceNumber>()
  return transits.find(({ connection, speaker, segment, relative, isCopy }) => {
    if (isCopy || !carries(segment, '.') || carries(segment, 'R')) return false
    if (carries(segment, 'S') && rawEnd(evidence.setting) === 'server') return false
    const who = `${connection.number} ${speaker}`
    const pair = `${connection.client} ${connection.server} ${speaker}`
    const before = highest.get(who) ?? 1
    if (relative.ack < before && !highest.has(who) && last.get(pair) === segment.ack) return false
    highest.set(who, Math.max(before, relative.ack))
    if (relative.ack >= before) last.set(pair, segment.ack)
    return relative.ack < before
  })
}

/** Numbers that do not follow on what the end has sent before: some in between nobody sent. */
function leavesGap(transits: readonly Transit[]): Transit | undefined {
  const next = new Map<string, SequenceNumber>()
  return transits.find(({ connection, speaker, segment, isCopy }) => {
    if (isCopy || carries(segment, 'R')) return false
    const who = `${connection.number} ${speaker}`
    const before = next.get(who)
    if (before === undefined || distance(before, sequenceEnd(segment)) > 0) next.set(who, sequenceEnd(segment))
    return before !== undefined && distance(before, segment.seq) > 0
  })
}

/** SYN and FIN count one sequence number each: what follows them, and what acknowledges them, is one further on. */
export function countsSynAndFin(): Claim {
  return makeClaim({
    states: { verb: 'counts-syn-and-fin' },
    needs: ['wire'],
    judge(evidence) {
      const transits = transitsOf(evidence)
      const after = leavesGap(transits)
      if (after) return fails('the next number', seenSegment(after), [after.sent])
      for (const { number } of connectionsOf(evidence)) {
        for (const speaker of ['client', 'server'] as const) {
          const wrong = miscounted(
            transits.filter(({ connection }) => connection.number === number),
            speaker,
          )
          if (wrong) return fails('a number one further on', seenSegment(wrong), [wrong.sent])
        }
      }
      return holds([])
    },
  })
}

function miscounted(transits: readonly Transit[], speaker: End): Transit | undefined {
  const own = transits.filter((transit) => transit.speaker === speaker && !carries(transit.segment, 'R'))
  const syn = own.find(({ segment }) => carries(segment, 'S'))?.segment
  const finEnd = own.find(({ segment }) => carries(segment, 'F'))?.segment
  // Data on a SYN may have been ignored and come again: only the SYN itself counts for certain.
  const next = syn && advance(syn.seq, 1)
  const afterSyn =
    next !== undefined &&
    own.find(
      ({ segment }) => !carries(segment, 'S') && distance(next, segment.seq) < 0 && !isKeepalive(next, segment.seq),
    )
  const afterFin = finEnd && own.find(({ segment }) => distance(sequenceEnd(finEnd), sequenceEnd(segment)) > 0)
  return afterSyn || afterFin
}

/** A keepalive probe repeats the number before the next one on purpose (RFC 9293 section 3.8.4). */
const isKeepalive = (next: SequenceNumber, seq: SequenceNumber): boolean => distance(next, seq) === -1
