import { byTime, type Evidence, type Fact, factsOf, type SampleFact, type TransitionFact } from '../evidence.ts'
import { addressOf, portOf, type State } from '../tcp.ts'
import { connectionsOf, isPairOf } from './connections.ts'
import { pathsOf } from './paths.ts'
import { looksAt, transitionsOf } from './polls.ts'
import { socketsOf } from './sockets.ts'
import type { UnseenState } from './unseen.ts'

/**
 * Transitions of one socket that do not follow on each other: each begins in the state in which the one before ended, the last
 * leads to the state that is known last. A small socket that goes on in TIME-WAIT, or an orphan's in FIN-WAIT-2, is told of as CLOSED.
 */
export function chainsBroken(evidence: Evidence): UnseenState[] {
  return pathsOf(evidence).flatMap(({ end, connection, steps }) => {
    const transitions = connection
      ? wholeChains(evidence, transitionsOf(evidence, end, connection))
      : ofListener(evidence)
    const broken =
      transitions.find(
        (fact, index) => fact.from !== (beforeIt(transitions.slice(0, index), fact)?.to ?? firstOf(fact.to)),
      ) ?? transitions.find(({ to }) => !connection && to !== 'LISTEN' && to !== 'CLOSED')
    const [last, known] = [transitions.at(-1), steps.at(-1)]
    const isOpenEnded =
      connection &&
      last &&
      known &&
      last.to !== known.state &&
      !(last.to === 'CLOSED' && hasSmall.includes(known.state))
    const because = broken ?? (isOpenEnded ? last : undefined)
    if (!because) return []
    return [
      {
        by: 'kernel',
        end,
        on: { is: 'course', end, from: because.from, at: because.at },
        because: [because],
      } as const,
    ]
  })
}

/** What was told of these sockets in all: before connect() has a port it does not name its connection. */
function wholeChains(evidence: Evidence, named: readonly TransitionFact[]): TransitionFact[] {
  const { chainOf } = socketsOf(evidence)
  return [...new Set(named.flatMap((fact) => chainOf(fact)))].sort(byTime)
}

/** What was told of the same socket before; several may listen at one place. */
const beforeIt = (earlier: readonly TransitionFact[], { socket }: TransitionFact): TransitionFact | undefined =>
  earlier.findLast((other) => other.socket === socket)

/** A passive socket comes out of the listener's, all others out of nothing. */
const firstOf = (to: State): State => (to === 'SYN-RECEIVED' ? 'LISTEN' : 'CLOSED')
const hasSmall: readonly State[] = ['TIME-WAIT', 'FIN-WAIT-2', 'CLOSED']

function ofListener(evidence: Evidence): TransitionFact[] {
  const { isOurs } = socketsOf(evidence)
  const transitions = factsOf(evidence, 'transition')
  return transitions.filter(
    (fact) => fact.host === 'server' && isListeners(evidence, fact) && isOurs(fact) && !isNewborn(transitions, fact),
  )
}

/**
 * In Linux 6.12 a listener's child is born before it has a peer (inet_csk_clone_lock), and has one ever after. Of another
 * namespace's child at the wildcard address no more is told than that: it says nothing of our listener, unless it is the same socket.
 */
function isNewborn(all: readonly TransitionFact[], fact: TransitionFact): boolean {
  if (fact.socket === undefined || fact.from !== 'LISTEN' || fact.to !== 'SYN-RECEIVED') return false
  return beforeIt(all.slice(0, all.indexOf(fact)), fact)?.to !== 'LISTEN'
}

const isListeners = ({ setting }: Evidence, { local, remote }: SampleFact | TransitionFact): boolean =>
  portOf(remote) === 0 && portOf(local) === setting.port

/**
 * States of sockets that belong to no connection whose segments were seen, nor were so when it was there. The tables are our
 * own hosts'; of a pair that never was on our wire the machine's tracepoints may tell of another namespace.
 */
export function fromNowhere(evidence: Evidence): UnseenState[] {
  const { isOurs } = socketsOf(evidence)
  const own = new Set<Fact>(
    connectionsOf(evidence).flatMap((connection) =>
      (['client', 'server'] as const).flatMap((end) => [
        ...looksAt(evidence, end, connection),
        ...transitionsOf(evidence, end, connection),
      ]),
    ),
  )
  const traced = factsOf(evidence, 'transition').filter(
    (fact) => isOurs(fact) && (portOf(fact.local) === 0 ? !isInVain(fact) : isPairOf(evidence, fact)),
  )
  const strays = [...traced, ...factsOf(evidence, 'sample')].filter(
    (fact) => portOf(fact.remote) !== 0 && isAtLab(evidence, fact) && !own.has(fact),
  )
  return strays.map((fact) => ({
    by: fact.by === 'kernel' ? 'kernel' : 'table',
    end: fact.host,
    on: { is: 'socket', local: fact.local, remote: fact.remote, at: fact.at },
    because: [fact],
  }))
}

/** connect() enters SYN-SENT before it has a port, and leaves it where there is none left. */
const isInVain = ({ from, to }: TransitionFact): boolean =>
  (from === 'CLOSED' && to === 'SYN-SENT') || (from === 'SYN-SENT' && to === 'CLOSED')

/** What a program says to itself over its host's loopback interface is its own affair. */
function isAtLab({ setting }: Evidence, { host, local, remote }: TransitionFact | SampleFact): boolean {
  const own = [setting[host], setting.rawPeer]
  return own.includes(addressOf(local)) && (setting.loopback || !own.includes(addressOf(remote)))
}
