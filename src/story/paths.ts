import { type End, type Evidence, type Fact, factsOf, type SampleFact, type TransitionFact } from '../evidence.ts'
import { type Milliseconds, ms, portOf, type State, states } from '../tcp.ts'
import { type Connection, connectionsOf, hasSocket } from './connections.ts'
import { storyEnd } from './end.ts'
import { type Implied, impliedStates } from './implied.ts'
import { looksAt, transitionsOf } from './polls.ts'
import { remembered } from './remembered.ts'
import { socketsOf } from './sockets.ts'

/** One state that an end of a connection was in, from when, and who saw it there. */
export interface Step {
  readonly state: State
  /** Entered within [at - within, at]. */
  readonly at: Milliseconds
  readonly within: Milliseconds
  /** The facts that show it, the most exact first. */
  readonly because: readonly Fact[]
}

/** The states of one end, in order, as all witnesses together tell them. */
export interface Path {
  readonly end: End
  readonly connection?: Connection
  readonly steps: readonly Step[]
}

/** Exactness: a tracepoint is the moment itself, the table is off by a look's gap, the segments only imply the state. */
const exactness: readonly string[] = ['kernel', 'table', 'wire', 'ss', 'netstat']
const rank = (fact: Fact): number => exactness.indexOf(fact.by)

/** The path of every connection's both ends, where a kernel's socket stands there, then the listener's. */
export const pathsOf = remembered((evidence: Evidence): readonly Path[] => {
  const ends = connectionsOf(evidence).flatMap(({ number }) =>
    (['client', 'server'] as const).flatMap((end) => pathAt(evidence, end, number) ?? []),
  )
  return [...ends, listenerOf(evidence)]
})

const known = remembered((_: Evidence): Map<string, Path | undefined> => new Map())

/** The path of one end of the n-th connection, if a kernel's socket stands there; worked out alone, for a play asks often. */
export function pathAt(evidence: Evidence, end: End, number: number): Path | undefined {
  const paths = known(evidence)
  const key = `${end} ${number}`
  if (!paths.has(key)) {
    const connection = connectionsOf(evidence)[number - 1]
    paths.set(key, connection && hasSocket(evidence, end, connection) ? pathOf(evidence, end, connection) : undefined)
  }
  return paths.get(key)
}

/**
 * One end's path. No state comes twice in a connection's life, so that the earliest exact sighting of each state says
 * when it was entered; what follows says when it was left.
 */
function pathOf(evidence: Evidence, end: End, connection: Connection): Path {
  const transitions = transitionsOf(evidence, end, connection)
  const samples = looksAt(evidence, end, connection)
  const all = impliedStates(evidence, end, connection)
  const byCookie = all.some(
    (each, index) => each.state === 'SYN-RECEIVED' && isCookie(evidence, end, samples, each, all[index + 1]),
  )
  const implied = all.filter(
    ({ state }) =>
      !(state === 'TIME-WAIT' && isDenied(evidence, end, samples)) && !(state === 'SYN-RECEIVED' && byCookie),
  )
  const sightings = [
    ...transitions.map((fact) => ({ state: fact.to, fact, at: fact.at, within: ms(0) })),
    ...samples.map((fact) => ({ state: fact.state, fact, at: fact.at, within: fact.within })),
    ...implied.map(({ state, fact }) => ({ state, fact, at: fact.at, within: fact.within })),
  ]
  const kept = sightings.filter(({ state, fact }) => state !== 'CLOSED' || !seenAlive(samples, fact))
  const steps = new Map<State, Step>()
  for (const { state, fact, at, within } of kept.toSorted((a, b) => rank(a.fact) - rank(b.fact) || a.at - b.at)) {
    const known = steps.get(state)
    if (known) steps.set(state, { ...known, because: [...known.because, fact] })
    else steps.set(state, { state, at, within, because: [fact] })
  }
  correctTimeWait(steps, transitions, implied)
  correctSynReceived(steps)
  if (!implied.some(({ state }) => state === 'FIN-WAIT-2')) passOver(steps, 'FIN-WAIT-2', 'TIME-WAIT')
  if (byCookie) passOver(steps, 'SYN-RECEIVED', 'ESTABLISHED')
  return { end, connection, steps: inOrder([...steps.values()]) }
}

/**
 * A kernel may keep no TIME-WAIT (tcp_max_tw_buckets) where the segments say that there must be one. It would stand in the
 * table in the same moment in which the full socket leaves it, and for a minute: a look that finds neither denies it, and
 * so does the kernel's own count of those that it did not keep, where no look shows one.
 */
const isDenied = (evidence: Evidence, end: End, samples: readonly SampleFact[]): boolean =>
  (samples.some(({ by, state }) => by === 'table' && state === 'CLOSED') || hasOverflowed(evidence, end)) &&
  !samples.some(({ state }) => state === 'TIME-WAIT')

const hasOverflowed = (evidence: Evidence, end: End): boolean =>
  factsOf(evidence, 'counters').some(
    ({ host, moved }) => (host === end || evidence.setting.loopback) && (moved['TcpExt.TCPTimeWaitOverflow'] ?? 0) > 0,
  )

/**
 * Where SYN cookies answer, the kernel keeps nothing of the connection until the third segment brings the cookie back (RFC 4987
 * section 3.6): looks at the table while the SYN+ACK was out that show no socket deny the state that it implies.
 */
function isCookie(
  evidence: Evidence,
  end: End,
  samples: readonly SampleFact[],
  { fact }: Implied,
  next: Implied | undefined,
): boolean {
  const until = next?.fact.at ?? storyEnd(evidence)
  const host = evidence.setting.loopback ? 'server' : end
  const looked = factsOf(evidence, 'poll').filter(
    (look) => look.by === 'table' && look.host === host && look.at > fact.at && look.at - look.within < until,
  )
  const gap = Math.max(0, ...looked.map(({ longestGap }) => longestGap))
  // The socket that the third segment makes may be seen in the same look.
  const wasThere = samples.some(
    ({ by, at, state }) =>
      by === 'table' && at >= fact.at && (state === 'SYN-RECEIVED' ? at - gap <= until : at < until),
  )
  return looked.length > 0 && until - fact.at > 2 * gap && !wasThere
}

/** How far along a connection's life a state is; within what the witnesses' times may be off, this decides what came first. */
const along: readonly State[] = [...states.filter((state) => state !== 'CLOSED'), 'CLOSED']

function inOrder(steps: readonly Step[]): Step[] {
  const sorted = steps.toSorted((a, b) => a.at - b.at)
  for (let moved = true; moved; ) {
    moved = false
    for (let index = 1; index < sorted.length; index++) {
      const [before, after] = [sorted[index - 1], sorted[index]]
      if (
        !before ||
        !after ||
        after.at - before.at > after.within ||
        along.indexOf(before.state) < along.indexOf(after.state)
      )
        continue
      sorted[index - 1] = { ...after, at: before.at }
      sorted[index] = { ...before, at: after.at }
      moved = true
    }
  }
  return sorted
}

/**
 * The tracepoint says CLOSE where TIME-WAIT begins, and where an orphan's FIN-WAIT-2 moves to a smaller socket; ss and the
 * table know better. Of the table's own CLOSED a look that began before it says nothing: it may have seen the socket's last.
 */
const seenAlive = (samples: readonly SampleFact[], { at, by }: Fact): boolean =>
  samples.some(
    ({ state, at: seen, within }) =>
      state !== 'CLOSED' && (seen - within > at || (by === 'kernel' && state === 'TIME-WAIT' && seen > at)),
  )

/**
 * The tracepoint's CLOSE is the entry of TIME-WAIT where it falls into the table's gap and does not come before the FIN.
 * An orphan's socket closes earlier, on entering FIN-WAIT-2: that one must not pass for it, however wide the gap is.
 */
function correctTimeWait(
  steps: Map<State, Step>,
  transitions: readonly TransitionFact[],
  implied: readonly Implied[],
): void {
  const step = steps.get('TIME-WAIT')
  const cause = implied.find(({ state }) => state === 'TIME-WAIT')?.fact
  const close = transitions.find(({ to, from }) => to === 'CLOSED' && /FIN-WAIT|CLOSING/.test(from))
  if (!step || !close || Math.abs(close.at - step.at) > step.within + 1) return
  if (cause && close.at < cause.at - cause.within) return
  steps.set('TIME-WAIT', { ...step, at: close.at, within: ms(0), because: [close, ...step.because] })
}

/**
 * A FIN that also acknowledges ours leads from FIN-WAIT-1 straight to TIME-WAIT. The kernel looks at the ACK first, so that
 * its tracepoint says FIN-WAIT-2 for the microseconds in which it handles that one segment; nobody else can see it. So it is with
 * SYN-RECEIVED where an ACK brings back a cookie: the socket is made in that state, and leaves it for ESTABLISHED at once.
 */
function passOver(steps: Map<State, Step>, state: State, next: State): void {
  const [between, after] = [steps.get(state), steps.get(next)]
  if (!between || !after || after.at - between.at > 1) return
  if (between.because.every(({ by }) => by === 'kernel')) steps.delete(state)
}

/** The tracepoint knows SYN-RECEIVED only from the third segment on, when the request becomes a socket; the earliest sighting counts. */
function correctSynReceived(steps: Map<State, Step>): void {
  const step = steps.get('SYN-RECEIVED')
  const earliest = step?.because.toSorted((a, b) => a.at - b.at)[0]
  if (step && earliest) steps.set('SYN-RECEIVED', { ...step, at: earliest.at, within: earliest.within })
}

/** A look that was begun before the kernel closed the listener shows what was so until then. */
const sawItBefore = (fact: SampleFact | TransitionFact, last: Step): boolean =>
  fact.kind === 'sample' &&
  fact.state === 'LISTEN' &&
  last.state === 'CLOSED' &&
  fact.at - fact.within <= last.at &&
  last.because.some(({ kind }) => kind === 'transition')

/** The listening socket's own path: CLOSED, LISTEN, CLOSED. */
export const listenerOf = remembered((evidence: Evidence): Path => {
  const { port } = evidence.setting
  const { isOurs } = socketsOf(evidence)
  const sightings = evidence.facts.filter(
    (fact): fact is SampleFact | TransitionFact =>
      (fact.kind === 'sample' || fact.kind === 'transition') &&
      fact.host === 'server' &&
      portOf(fact.local) === port &&
      portOf(fact.remote) === 0 &&
      (fact.kind === 'sample' || fact.to === 'LISTEN' || (fact.from === 'LISTEN' && fact.to === 'CLOSED')) &&
      (fact.kind === 'sample' || isOurs(fact)),
  )
  const steps: Step[] = []
  for (const fact of sightings) {
    const state = fact.kind === 'sample' ? fact.state : fact.to
    const last = steps.at(-1)
    if (last && sawItBefore(fact, last)) continue
    if (last?.state === state) steps[steps.length - 1] = { ...last, because: [...last.because, fact] }
    else steps.push({ state, at: fact.at, within: fact.within, because: [fact] })
  }
  return { end: 'server', steps }
})

/** When a step ended: where the next one begins, or when the record ends. */
export function leftAt(path: Path, step: Step): Milliseconds | undefined {
  return path.steps[path.steps.indexOf(step) + 1]?.at
}

/** The edges that an end walked: each state with the one before it. A client's socket is CLOSED at first, a server's connection comes out of LISTEN. */
export function walkedBy(path: Path): Array<{ readonly from: State; readonly to: Step }> {
  const passive = path.end === 'server' && path.connection && path.steps[0]?.state !== 'SYN-SENT'
  const first: State = passive ? 'LISTEN' : 'CLOSED'
  return path.steps.flatMap((to, index) => {
    const from = path.steps[index - 1]?.state ?? first
    return from === to.state ? [] : [{ from, to }]
  })
}
