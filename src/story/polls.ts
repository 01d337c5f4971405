import { type End, type Evidence, type Fact, factsOf, type SampleFact, type TransitionFact } from '../evidence.ts'
import { portOf, type State } from '../tcp.ts'
import { type Connection, connectionsOf, followingAt, hasSocket, seenFrom, spanAt } from './connections.ts'
import { socketsOf } from './sockets.ts'

/**
 * A socket is there before the segment with which its connection begins is captured: by as much, what is seen in SYN-SENT
 * belongs to the SYN that follows, and what is seen in SYN-RECEIVED to the SYN+ACK, where that comes first.
 */
const beforeSyn = 50

/** Where one between the same pair follows sooner, no more than half the time between their SYNs. */
const reach = (before: Connection | undefined, { from }: Connection): number =>
  before ? Math.min(beforeSyn, (from - before.from) / 2) : beforeSyn

const opens = ({ answersOldSyn }: Connection, state: State): boolean =>
  state === 'SYN-SENT' || (answersOldSyn && state === 'SYN-RECEIVED')

/** Every look of every poller at one end's socket of this connection. */
export function looksAt(evidence: Evidence, end: End, connection: Connection): SampleFact[] {
  const belongs = belonging(evidence, end, connection)
  return factsOf(evidence, 'sample').filter((fact) => belongs(fact, fact.state))
}

/** What the kernel said of one end's socket of this connection. */
export function transitionsOf(evidence: Evidence, end: End, connection: Connection): TransitionFact[] {
  const own = opened(evidence, end, connection)
  if (own.some(opensActively)) return own
  // connect() enters SYN-SENT before it has a port: of sockets that never told one, or that the record does not name, the
  // n-th such transition belongs to the n-th connection that has no other.
  const { isOurs, chainOf } = socketsOf(evidence)
  const portless = factsOf(evidence, 'transition').filter(
    (fact) =>
      fact.host === end && isPortless(fact) && isOurs(fact) && chainOf(fact).every(({ local }) => portOf(local) === 0),
  )
  const alike = portless.length === 0 ? [] : connectionsOf(evidence).filter((each) => isUnopened(evidence, end, each))
  const opening = portless[alike.indexOf(connection)]
  return [...(opening ? [opening] : []), ...own]
}

const opensActively = ({ to }: TransitionFact): boolean => to === 'SYN-SENT'
const isPortless = ({ to, local }: TransitionFact): boolean => to === 'SYN-SENT' && portOf(local) === 0

/** Of a connection that begins with the answer to an old SYN nobody opens a socket. */
const isUnopened = (evidence: Evidence, end: End, connection: Connection): boolean =>
  !connection.answersOldSyn &&
  hasSocket(evidence, end, connection) &&
  !opened(evidence, end, connection).some(opensActively)

/** The transitions that name the connection, and where their socket had entered SYN-SENT without a port, that one. */
function opened(evidence: Evidence, end: End, connection: Connection): TransitionFact[] {
  const own = named(evidence, end, connection)
  const [first] = own
  const birth = first && socketsOf(evidence).chainOf(first)[0]
  return birth && isPortless(birth) && !own.includes(birth) ? [birth, ...own] : own
}

function named(evidence: Evidence, end: End, connection: Connection): TransitionFact[] {
  const belongs = belonging(evidence, end, connection)
  const { isOurs } = socketsOf(evidence)
  return factsOf(evidence, 'transition').filter((fact) => belongs(fact, fact.to) && isOurs(fact))
}

function belonging(evidence: Evidence, end: End, connection: Connection) {
  const { local, remote } = seenFrom(end, connection)
  const { from, until } = spanAt(evidence, end, connection)
  const before = connectionsOf(evidence).find(({ next }) => next === connection.number)
  const following = followingAt(evidence, end, connection)
  return (fact: Fact & { local: string; remote: string }, state: State): boolean =>
    fact.host === end &&
    fact.local === local &&
    fact.remote === remote &&
    fact.at >= from - (!before || opens(connection, state) ? reach(before, connection) : 0) &&
    fact.at < until - (following && opens(following, state) ? reach(connection, following) : 0)
}
