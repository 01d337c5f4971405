import type { End, Evidence, WitnessName } from '../evidence.ts'
import { type Edge, edges, type State, states } from '../tcp.ts'
import { leftAt, type Path, pathsOf, type Step, walkedBy } from './paths.ts'
import { transitsOf } from './transits.ts'

/** Something of the state diagram that a run has shown, and the witnesses that saw it. */
export interface Shown {
  /** The edge `SYN-SENT → ESTABLISHED`, or what became of a state at one side: `client entered SYN-SENT`. */
  readonly what: string
  readonly witnesses: readonly WitnessName[]
  /** Indexes into the record's facts: the events that show it. */
  readonly because: readonly number[]
}

export const aspects = ['entered', 'held', 'left'] as const
export type Aspect = (typeof aspects)[number]

export const edgeName = (from: State, to: State): string => `${from} → ${to}`
export const stateName = (side: End, aspect: Aspect, state: State): string => `${side} ${aspect} ${state}`

/** All states and edges of the diagram that one record shows. */
export function shownIn(evidence: Evidence): Shown[] {
  const ends = pathsOf(evidence).flatMap((path) => [
    ...path.steps.flatMap((step) => statesShown(evidence, path, step)),
    ...walkedBy(path).map(({ from, to }) => shown(evidence, walkedEdge(evidence, path, from, to), to)),
  ])
  return [...ends, ...reopened(evidence)]
}

function statesShown(evidence: Evidence, path: Path, step: Step): Shown[] {
  const lookers = new Set(step.because.map(({ by }) => by))
  const is: Readonly<Record<Aspect, boolean>> = {
    entered: true,
    held: lookers.has('ss') && lookers.has('netstat'),
    left: leftAt(path, step) !== undefined,
  }
  const own = aspects.filter((aspect) => is[aspect]).map((aspect) => stateName(path.end, aspect, step.state))
  // Whoever has a first state has left CLOSED for it.
  const first = path.steps[0] === step && step.state !== 'CLOSED' ? [stateName(path.end, 'left', 'CLOSED')] : []
  return [...own, ...first].map((what) => shown(evidence, what, step))
}

function shown(evidence: Evidence, what: string, { because }: Step): Shown {
  const [first] = because
  return {
    what,
    witnesses: [...new Set(because.map(({ by }) => by))],
    because: first ? [evidence.facts.indexOf(first)] : [],
  }
}

/** What made an end go to CLOSED. */
type Cause = 'RST received' | 'RST sent' | 'FIN received' | 'timeout' | 'as in the figure'

/** By what was there last: a RST that came or left, a FIN, a segment that was sent again in vain, or what the figure says. */
function causeOf(evidence: Evidence, { end, connection }: Path, { at, within }: Step): Cause {
  const own = transitsOf(evidence).filter(
    (transit) => transit.connection.number === connection?.number && transit.sent.at <= at + within + 1,
  )
  const has = (flag: 'R' | 'F', from: 'here' | 'there'): boolean =>
    own.some(
      ({ relative, arrived, speaker }) =>
        relative.flags.includes(flag) && (from === 'here' ? speaker === end : speaker !== end && arrived !== undefined),
    )
  if (has('R', 'there')) return 'RST received'
  if (has('R', 'here')) return 'RST sent'
  const last = own.findLast(({ speaker }) => speaker === end)
  if (last?.repeats !== undefined && own.at(-1) === last) return 'timeout'
  return has('F', 'there') ? 'FIN received' : 'as in the figure'
}

/** The name of an edge that an end walked, by where it led and what made it. */
function walkedEdge(evidence: Evidence, path: Path, from: State, step: Step): string {
  const to = step.state
  if (to !== 'CLOSED' || !path.connection) return edgeName(from, to)
  const cause = causeOf(evidence, path, step)
  // A half-open connection that a RST ends is gone, and what is left of it is the listener: the diagram's way back.
  const passive = path.end === 'server' && path.steps[0]?.state === 'SYN-RECEIVED'
  if (from === 'SYN-RECEIVED' && passive && cause === 'RST received') return edgeName('SYN-RECEIVED', 'LISTEN')
  // A kernel that keeps no TIME-WAIT (tcp_max_tw_buckets) leaves that state out: the FIN leads to CLOSED at once.
  if (from === 'FIN-WAIT-2' && cause === 'FIN received') return `${edgeName(from, to)}, for want of TIME-WAIT`
  const inFigure = edges.some((edge) => edge.source === 'figure 5' && edge.from === from && edge.to === to)
  const asInFigure = cause === 'as in the figure' || cause === 'FIN received'
  return inFigure && !asInFigure ? otherwise(edgeName(from, to)) : edgeName(from, to)
}

/** An edge of the figure that Linux also takes for another reason. */
const otherwise = (edge: string): string => `${edge}, otherwise`

/** The name under which an edge of the diagram is found among what was shown. */
export const nameOfEdge = ({ from, to, source }: Edge): string => {
  const twice = edges.filter((edge) => edge.from === from && edge.to === to).length > 1
  return source === 'Linux' && twice ? otherwise(edgeName(from, to)) : edgeName(from, to)
}

/** A connection between the same endpoints whose SYN found the one before it in TIME-WAIT. */
function reopened(evidence: Evidence): Shown[] {
  const paths = pathsOf(evidence).filter(({ end }) => end === 'server')
  return paths.flatMap((path) => {
    const next = paths.find(({ connection }) => connection?.number === path.connection?.next)
    const [first] = next?.steps ?? []
    const found = path.connection?.next !== undefined && path.steps.at(-1)?.state === 'TIME-WAIT'
    return found && first?.state === 'SYN-RECEIVED'
      ? [shown(evidence, edgeName('TIME-WAIT', 'SYN-RECEIVED'), first)]
      : []
  })
}

/** Why something cannot be shown: no call of the socket API does it, there is no socket to look at, or it is the other side's. */
export type Unshowable = 'no such call' | 'no socket' | 'not its side'

/** What cannot be shown, and why: nobody need look for it. */
export const unshowable: Readonly<Record<string, Unshowable>> = {
  [edgeName('LISTEN', 'SYN-SENT')]: 'no such call',
  ...Object.fromEntries(
    (['client', 'server'] as const).map((side) => [stateName(side, 'held', 'CLOSED'), 'no socket' as const]),
  ),
  ...Object.fromEntries(aspects.map((aspect) => [stateName('client', aspect, 'LISTEN'), 'not its side' as const])),
}

/** Everything that the diagram has to show: eleven states at two sides, and the edges of RFC 9293 figure 5. */
export const diagram = {
  states: states.flatMap((state) => (['client', 'server'] as const).map((side) => ({ state, side }))),
  edges: edges.filter(({ source }) => source === 'figure 5'),
  edgesOfLinux: edges.filter(({ source }) => source === 'Linux'),
}
