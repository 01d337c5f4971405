import { causeOf as readingIn, wasRead } from '../claims/program/cause.ts'
import type { Assertion } from '../evidence/assertion.ts'
import { type AwaitedFact, type End, type Evidence, factsOf } from '../evidence.ts'
import { connectionsOf } from '../story/connections.ts'
import { pathAt } from '../story/paths.ts'
import { looksAt } from '../story/polls.ts'
import { transitsOf } from '../story/transits.ts'
import { isWildcard, type State } from '../tcp.ts'
import type { Found } from '../verdict.ts'
import { type Cause, type Deed, ranks } from './told.ts'

/** What the sockets of this end show of why the story waited in vain: what its program has left undone with them. */
export function leftUndone(evidence: Evidence, claims: readonly Found[], end: End): readonly Cause[] {
  const missed = factsOf(evidence, 'awaited').find(({ outcome }) => outcome === 'did not come')
  if (missed?.states === undefined) return []
  const asked = { evidence, claims, end, missed, states: missed.states }
  const deed = unread(asked) ?? keptSocket(asked) ?? notGivenUp(asked)
  return deed
    ? [{ end, deed, rank: ranks.never, at: Number.POSITIVE_INFINITY, root: 'universal.play-went-through' }]
    : []
}

interface Asked {
  readonly evidence: Evidence
  readonly claims: readonly Found[]
  readonly end: End
  readonly missed: AwaitedFact
  readonly states: Assertion
}

/** The story waited for its word that it has read something, for which its kernel stands in. */
function unread({ evidence, end, states }: Asked): Deed | undefined {
  if (states.verb !== 'says' || states.of.end !== end) return undefined
  const what = states.after === 'F' ? { fin: true } : readingIn(states.line)
  if (what === undefined) return undefined
  const read = wasRead(evidence, end, what)
  return read.is === 'unread' ? { is: 'never read', what, queued: read.queued } : undefined
}

const half: readonly State[] = ['FIN-WAIT-1', 'FIN-WAIT-2']

/** The other end was to be reset by an end whose program has no socket any more; this one has. */
function keptSocket({ evidence, claims, end, states }: Asked): Deed | undefined {
  if (states.verb !== 'reaches' || states.state !== 'CLOSED' || states.of.end === end) return undefined
  const resets = claims.some(
    ({ states: claim }) =>
      claim.verb === 'shows' &&
      claim.lines.some((line) => !isWildcard(line) && line.speaker === end && line.flags?.includes('R')),
  )
  const { connection: number } = states.of
  const step = pathAt(evidence, end, number)?.steps.at(-1)
  const [connection] = connectionsOf(evidence).filter((each) => each.number === number)
  if (!resets || !connection || !step || !half.includes(step.state)) return undefined
  const last = looksAt(evidence, end, connection).findLast(({ by }) => by === 'table')
  const since = pathAt(evidence, end, number)?.steps.find(({ state }) => state === 'FIN-WAIT-1')?.at ?? step.at
  return last?.owned ? { is: 'kept its socket', state: step.state, since } : undefined
}

/** The story waited for its kernel to give up what it sends again and again. */
function notGivenUp({ evidence, end, states }: Asked): Deed | undefined {
  if (states.verb !== 'reaches' || states.state !== 'CLOSED' || states.of.end !== end) return undefined
  const { connection: number } = states.of
  const last = transitsOf(evidence).findLast(
    ({ connection, speaker, relative, repeats, arrived }) =>
      connection.number === number && speaker === end && relative.length > 0 && repeats !== undefined && !arrived,
  )
  return last && { is: 'not given up', segment: last.relative, at: last.sent.at }
}
