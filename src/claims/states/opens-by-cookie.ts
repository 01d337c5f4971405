import { type Claim, fails, holds, lacks, makeClaim, unknown } from '../../claim.ts'
import { type End, type Evidence, factsOf, type PollFact } from '../../evidence.ts'
import { couldNotLook, statesOf } from '../../story/blindness.ts'
import { looksAt } from '../../story/polls.ts'
import { transitsOf } from '../../story/transits.ts'
import { carries, ms } from '../../tcp.ts'
import { accountOf, pathOfEnd, seenOf, stepIn } from '../subject.ts'

/**
 * From its SYN+ACK until the third segment arrives the end's kernel keeps nothing of the connection, as ss, netstat and the table
 * all show; then it is ESTABLISHED out of LISTEN: its number was a cookie, which the ACK brings back (RFC 4987 section 3.6).
 */
export function opensByCookie(end: End, number: number): Claim {
  return makeClaim({
    states: { verb: 'opensByCookie', of: { end, connection: number } },
    needs: ['wire', statesOf(end)],
    judge(evidence) {
      const path = pathOfEnd(evidence, end, number)
      const own = transitsOf(evidence).filter(({ connection }) => connection.number === number)
      const synAck = own.find(({ speaker, segment }) => speaker === end && segment.flags === 'S.')
      const ack = own.find(({ speaker, segment, arrived }) => speaker !== end && carries(segment, '.') && arrived)
      if (!path?.connection || !synAck || !ack?.arrived || !stepIn(path, 'ESTABLISHED'))
        return lacks({ kind: 'in state', end, state: 'ESTABLISHED' }, seenOf(path))
      const from = synAck.sent.at + synAck.sent.within
      const until = ack.arrived.at - ack.arrived.within
      const shown = looksAt(evidence, end, path.connection).find(({ state, at }) => state !== 'CLOSED' && at < until)
      if (shown)
        return fails('no socket yet', { kind: 'showed state', by: shown.by, state: shown.state, at: shown.at }, [shown])
      return judgeLooks(evidence, end, from, until)
    },
    accounts(evidence) {
      const path = pathOfEnd(evidence, end, number)
      return path?.steps.map((step) => accountOf(path, step)) ?? []
    },
  })
}

/** Silence is no agreement: ss and netstat must have looked, and the table must not have stopped looking. */
function judgeLooks(evidence: Evidence, end: End, from: number, until: number) {
  const polls = factsOf(evidence, 'poll').filter(({ host }) => host === end)
  const by = (witness: 'ss' | 'netstat'): readonly PollFact[] =>
    polls.filter((look) => look.by === witness && look.at - look.within > from && look.at < until)
  const silent = (['ss', 'netstat'] as const).filter((witness) => by(witness).length === 0)
  const missing = { kind: 'look by', by: silent, end, state: 'LISTEN' } as const
  if (silent.length > 0) return unknown(missing, [], { late: !couldNotLook(evidence, silent) })
  const table = polls.filter((look) => look.by === 'table' && look.at > from && look.at - look.within < until)
  const gap = Math.max(0, ...table.map(({ longestGap }) => longestGap))
  if (table.length === 0 || until - from < 2 * gap) return unknown('looks at the table', [], { late: table.length > 0 })
  const looks = { ss: by('ss').length, netstat: by('netstat').length }
  return holds([...by('ss').slice(0, 1), ...by('netstat').slice(0, 1)], {
    kind: 'held',
    time: ms(until - from),
    ...looks,
    table: table.reduce((sum, look) => sum + look.polls, 0),
  })
}
