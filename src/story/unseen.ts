import {
  byTime,
  type End,
  type Evidence,
  type Fact,
  type FaultFact,
  type FaultMatch,
  factsOf,
  type SampleFact,
  type TransitionFact,
} from '../evidence.ts'
import { addressOf, type Milliseconds, ms, portOf, type Segment, type State } from '../tcp.ts'
import { connectionsOf } from './connections.ts'
import { storyEnd } from './end.ts'
import type { Uncaptured, Untold } from './missing.ts'
import { leftAt, type Path, pathsOf, type Step } from './paths.ts'
import { looksAt, transitionsOf } from './polls.ts'
import { socketsOf } from './sockets.ts'
import { type Transit, transitsOf } from './transits.ts'

/** Something that one witness saw and another, who was there, did not tell of. */
interface Unseen<By, On> {
  readonly by: By
  readonly end: End
  readonly on: On
  readonly because: readonly Fact[]
}

export type UnseenState = Unseen<'kernel' | 'table', Untold>
export type UnseenSegment = Unseen<'wire', Uncaptured>

/**
 * The states that must stand in what a witness told and do not: the tracepoints tell of every transition of a full socket, the
 * table's poller of every state that lasts for longer than it looks away.
 */
export function statesUnseen(evidence: Evidence): UnseenState[] {
  const traced = evidence.setting.missing.kernel === undefined
  return pathsOf(evidence).flatMap((path) =>
    path.steps.flatMap((step, index) => [
      ...(traced && isTraced(path.steps[index - 1]?.state, step.state) ? unseenBy('kernel', path, step) : []),
      ...(lasted(evidence, path, step) > gapDuring(evidence, path, step) ? unseenBy('table', path, step) : []),
    ]),
  )
}

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
  return factsOf(evidence, 'transition').filter(
    (fact) => fact.host === 'server' && isListeners(evidence, fact) && isOurs(fact),
  )
}

const isListeners = ({ setting }: Evidence, { local, remote }: SampleFact | TransitionFact): boolean =>
  portOf(remote) === 0 && portOf(local) === setting.port

/**
 * States of sockets that belong to no connection whose segments were seen, nor were so when it was there. The tables are our
 * own hosts'; of a pair that never was on our wire the machine's tracepoints may tell of another namespace.
 */
export function fromNowhere(evidence: Evidence): UnseenState[] {
  const { isOurs } = socketsOf(evidence)
  const pairs = new Set(
    connectionsOf(evidence).flatMap(({ client, server }) => [`${client} ${server}`, `${server} ${client}`]),
  )
  const own = new Set<Fact>(
    connectionsOf(evidence).flatMap((connection) =>
      (['client', 'server'] as const).flatMap((end) => [
        ...looksAt(evidence, end, connection),
        ...transitionsOf(evidence, end, connection),
      ]),
    ),
  )
  const traced = factsOf(evidence, 'transition').filter(
    (fact) => isOurs(fact) && (portOf(fact.local) === 0 ? !isInVain(fact) : pairs.has(`${fact.local} ${fact.remote}`)),
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

/**
 * Where the kernel enters a state at another time than the segment that leads there passes. A FIN may wait behind bytes; a
 * request becomes a socket with the third segment, and where the accept queue is full only later.
 *
 * @param bearable how far apart they may be
 */
export function untimely(evidence: Evidence, bearable: Milliseconds): UnseenState[] {
  return pathsOf(evidence).flatMap(({ end, steps, connection }) =>
    steps.flatMap(({ state, because }) => {
      const told = because.find((fact) => fact.kind === 'transition' && fact.to === state)
      if (!told || state === 'SYN-RECEIVED') return []
      const crossed = connection && because.find(({ by }) => by === 'wire')
      const later = told.at - (crossed?.at ?? told.at)
      const mayBeEarlier =
        state === 'FIN-WAIT-1' || state === 'LAST-ACK' || (state === 'ESTABLISHED' && isSimultaneous(steps))
      const mayBeLater = state === 'ESTABLISHED' && end === 'server'
      const isOff = later > bearable ? !mayBeLater : later < -bearable && !mayBeEarlier
      const looked = because.find(({ by }) => by === 'table')
      const isUnlooked = looked && (told.at > looked.at + bearable || told.at < looked.at - looked.within - bearable)
      if (!isOff && !isUnlooked) return []
      return [{ by: 'kernel', end, on: { is: 'state in time', end, state }, because: [told] } as const]
    }),
  )
}

const isSimultaneous = (steps: readonly Step[]): boolean =>
  steps.some(({ state }) => state === 'SYN-SENT') && steps.some(({ state }) => state === 'SYN-RECEIVED')

function unseenBy(by: 'kernel' | 'table', { end, connection }: Path, step: Step): UnseenState[] {
  if (step.because.some((fact) => fact.by === by)) return []
  const on: Untold = { is: 'state', end, connection: connection?.number ?? 1, state: step.state, at: step.at }
  return [{ by, end, on, because: step.because.slice(0, 1) }]
}

/**
 * A request socket and the small ones of TIME-WAIT and of an orphan's FIN-WAIT-2 come and go without a word of
 * inet_sock_set_state; so does a TIME-WAIT that the next connection between the same pair finds and ends.
 */
const isTraced = (before: State | undefined, state: State): boolean =>
  state !== 'SYN-RECEIVED' &&
  state !== 'TIME-WAIT' &&
  !(
    state === 'CLOSED' &&
    (before === undefined || before === 'TIME-WAIT' || before === 'FIN-WAIT-2' || before === 'SYN-RECEIVED')
  )

/** The longest that the table went unlooked at while this lasted, as its poller tells itself, and what clocks may be off. */
function gapDuring(evidence: Evidence, path: Path, step: Step): number {
  const host = evidence.setting.loopback ? 'server' : path.end
  const looks = factsOf(evidence, 'poll').filter(
    (look) => look.by === 'table' && look.host === host && look.at >= step.at,
  )
  const until = leftAt(path, step) ?? Number.POSITIVE_INFINITY
  const last = looks.findIndex(({ at }) => at >= until)
  const during = last < 0 ? looks : looks.slice(0, last + 1)
  // A request for which a cookie answers is denied only by looks for twice the gap (paths.ts, isCookie).
  const times = step.state === 'SYN-RECEIVED' ? 2 : 1
  return 5 + times * Math.max(0, ...during.map(({ longestGap, within }) => longestGap + within))
}

/** A socket that is gone stands in no table. */
const lasted = (evidence: Evidence, path: Path, step: Step): number =>
  step.state === 'CLOSED' ? 0 : (leftAt(path, step) ?? storyEnd(evidence)) - step.at

/** Where a segment passed and the capture does not have it: each way leads past four taps, and one that is lost past the first two. */
export function tapsUnseen(evidence: Evidence, bearable: Milliseconds): UnseenSegment[] {
  if (evidence.setting.loopback) return []
  const end = storyEnd(evidence)
  return transitsOf(evidence).flatMap((transit) => {
    const seen = passed(transit)
    if (seen === whole || (seen === stopped && mayStop(evidence, transit))) return []
    if (transit.isCopy && seen === copied && faults(evidence, transit, ['duplicate'])) return []
    if (onItsWay.includes(seen) && end - (transit.taps.at(-1)?.at ?? end) < bearable) return []
    const on = { segment: transit.relative, at: transit.sent.at }
    return [{ by: 'wire', end: transit.speaker, on, because: [transit.sent] } as const]
  })
}

/** Past the sender's tap, into the router, out of it, and past the receiver's tap. */
const whole = '1111'
/** No farther than into the router. */
const stopped = '1100'
/** At the story's end a segment may still be on its way. */
const onItsWay = ['1000', '1110']
/** What the network itself has made. */
const copied = '0011'

/** The router keeps what it was told to keep, and what nobody has the address of. */
function mayStop(evidence: Evidence, transit: Transit): boolean {
  const { client, server, rawPeer } = evidence.setting
  const isAnybodys = [client, server, rawPeer].includes(addressOf(transit.segment.to))
  return !isAnybodys || faults(evidence, transit, ['lose', 'hold', 'narrow', 'cut'])
}

/** Whether the network had been told to do one of these by the time. */
const faults = (
  evidence: Evidence,
  { sent, speaker, segment }: Transit,
  verbs: ReadonlyArray<FaultFact['verb']>,
): boolean =>
  factsOf(evidence, 'fault').some(
    (fault) =>
      fault.deed === 'set' &&
      verbs.includes(fault.verb) &&
      fault.at <= sent.at + slack &&
      (!('match' in fault) || means(fault.match, speaker, segment)),
  )

/** Of the flags a fault names FIN, SYN, RST and ACK. */
const means = ({ from, flags, protocol }: FaultMatch, speaker: End, { flags: own }: Segment): boolean =>
  from === speaker && protocol === undefined && (flags === undefined || lettersOf(flags) === lettersOf(own))

const lettersOf = (flags: string): string => [...'FSR.'].filter((letter) => flags.includes(letter)).join('')

/** A fault is told of when its command has come back. */
const slack = 50

function passed({ taps, speaker }: Transit): string {
  const listener: End = speaker === 'client' ? 'server' : 'client'
  const places = [
    [speaker, 'out'],
    ['router', 'in'],
    ['router', 'out'],
    [listener, 'in'],
  ] as const
  return places.map(([host, way]) => (taps.some((tap) => tap.host === host && tap.direction === way) ? 1 : 0)).join('')
}

/**
 * Segments that arrived before they were sent, or that took longer from an end to the router, or back, than a link takes: it is
 * the router that holds segments, and no link. Only clocks that disagree can tell so.
 *
 * @param bearable how far apart two taps of one link may be
 */
export function arrivedUnsent(evidence: Evidence, bearable: Milliseconds): Transit[] {
  return transitsOf(evidence).filter(({ taps, speaker, arrived, isCopy }) => {
    const bySender = taps.find(({ host, tap }) => tap === 'lo' || host === speaker)
    const at = (way: 'in' | 'out') => taps.find((tap) => tap.host === 'router' && tap.direction === way)
    const early = arrived !== undefined && !isCopy && bySender !== undefined && isBefore(arrived, bySender)
    return early || isFar(bySender, at('in'), bearable) || isFar(at('out'), arrived, bearable)
  })
}

const isFar = (one: Fact | undefined, other: Fact | undefined, bearable: Milliseconds): boolean =>
  one !== undefined && other !== undefined && Math.abs(other.at - one.at) > bearable + one.within + other.within

const isBefore = (a: Fact, b: Fact): boolean => ms(a.at + a.within) < b.at - b.within
