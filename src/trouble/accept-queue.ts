import { acceptanceOf } from '../claims/program/accepts-all.ts'
import { type End, type Evidence, factsOf, type SampleFact } from '../evidence.ts'
import { connectionsOf } from '../story/connections.ts'
import { ms, portOf } from '../tcp.ts'
import type { Found } from '../verdict.ts'
import { type Cause, ranks } from './told.ts'

/** Who takes nothing out of a full queue for so long does not call accept(). Milliseconds. */
const patience = 1000

/**
 * The accept queue is full, and its program, which runs, takes nothing out of it: no more connections open then, which the story
 * may have waited for.
 */
export function leftQueueFull(evidence: Evidence, claims: readonly Found[], end: End): readonly Cause[] {
  const unaccepted = claims.find(({ states, verdict }) => states.verb === 'acceptsAll' && verdict === 'fails')
  const isMissed = factsOf(evidence, 'awaited').some(({ outcome }) => outcome === 'did not come')
  const queue = end === 'server' && (unaccepted || isMissed) ? fullQueue(evidence) : undefined
  if (!queue) return []
  const accepted = connectionsOf(evidence).filter((each) => acceptanceOf(evidence, each)?.is === 'accepted').length
  return [
    {
      ...{ end, rank: ranks.accepted, at: Number.POSITIVE_INFINITY },
      deed: { is: 'left its accept queue full', ...queue, accepted },
      root: unaccepted?.id ?? 'universal.play-went-through',
    },
  ]
}

/** As ss shows it at its last look: how many wait, and for how many there is room; the kernel lets in one more than that. */
function fullQueue(evidence: Evidence): { readonly waiting: number; readonly backlog: number } | undefined {
  const looks = looksAtListener(evidence)
  const last = looks.findLast(({ by }) => by === 'ss')
  if (!last) return undefined
  const { sendQueue: backlog = 0, receiveQueue: waiting = 0, at } = last
  const since = Math.max(
    ...looks.filter((look) => look.at < at && look.receiveQueue !== waiting).map((look) => look.at),
    runsSince(evidence),
  )
  return waiting > backlog && at - since >= patience ? { waiting, backlog } : undefined
}

const looksAtListener = ({ setting, facts }: Evidence): readonly SampleFact[] =>
  facts.filter(
    (fact): fact is SampleFact =>
      fact.kind === 'sample' &&
      fact.host === 'server' &&
      fact.state === 'LISTEN' &&
      portOf(fact.local) === setting.port &&
      portOf(fact.remote) === 0,
  )

/** A program that the play has stopped can do nothing; one that goes on could since then. */
function runsSince(evidence: Evidence): number {
  const last = factsOf(evidence, 'program').findLast(
    (fact) => fact.host === 'server' && fact.deed === 'signalled' && /^SIG(STOP|CONT)$/.test(fact.text),
  )
  if (last === undefined || !('text' in last)) return ms(0)
  return last.text === 'SIGSTOP' ? Number.POSITIVE_INFINITY : last.at
}
