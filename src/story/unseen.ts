import type { End, Evidence, Fact } from '../evidence.ts'
import { factsOf } from '../evidence.ts'
import { addressOf, type Endpoint, type Milliseconds, portOf, type State } from '../tcp.ts'
import { storyEnd } from './end.ts'
import type { Uncaptured, Untold } from './missing.ts'
import { leftAt, type Path, pathsOf, type Step } from './paths.ts'

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
      ...(traced && isTraced(path.steps[index - 1]?.state, step.state) && isAtOurs(evidence, step)
        ? unseenBy('kernel', path, step)
        : []),
      ...(lasted(evidence, path, step) > gapDuring(evidence, path, step) && !looksTheSame(evidence, path, index)
        ? unseenBy('table', path, step)
        : []),
    ]),
  )
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
 * Tracepoints are the whole machine's: a listener of ours on 127.0.0.1, or on every address and another port, is told from those
 * of anybody else by the looks into our own namespace alone.
 */
function isAtOurs({ setting }: Evidence, { state, because }: Step): boolean {
  if (state !== 'LISTEN') return true
  const locals = because.flatMap((fact) => (fact.kind === 'sample' ? [fact.local] : []))
  const ours: readonly string[] = [setting.client, setting.server]
  const isOurs = (local: Endpoint): boolean =>
    ours.includes(addressOf(local)) ||
    (['0.0.0.0', '::', '*'].includes(addressOf(local)) && portOf(local) === setting.port)
  return locals.length === 0 || locals.some(isOurs)
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

/**
 * Between two looks a listener went and came again: the table tells of changes, and has seen none since it saw that state. What
 * lies between was too short for it.
 */
function looksTheSame(evidence: Evidence, path: Path, index: number): boolean {
  const step = path.steps[index]
  const seen = path.steps.findLastIndex((each, at) => at < index && each.because.some(({ by }) => by === 'table'))
  if (step === undefined || path.steps[seen]?.state !== step.state) return false
  return path.steps
    .slice(seen + 1, index)
    .every((each) => (leftAt(path, each) ?? step.at) - each.at <= gapDuring(evidence, path, each))
}

/** A socket that is gone stands in no table. */
const lasted = (evidence: Evidence, path: Path, step: Step): number =>
  step.state === 'CLOSED' ? 0 : (leftAt(path, step) ?? storyEnd(evidence)) - step.at
