import { type End, type Evidence, type Fact, factsOf } from '../evidence.ts'
import { type Milliseconds, moment, ms, type State, writeLine } from '../tcp.ts'
import { endOf } from './end.ts'
import { type Journey, journeysOf } from './journeys.ts'
import { leftAt, type Path, pathsOf, type Step } from './paths.ts'

/** Something that one witness saw and another, who was there, did not tell of. */
export interface Unseen {
  readonly by: 'kernel' | 'table' | 'wire'
  readonly end: End
  readonly what: string
  readonly because: readonly Fact[]
}

/**
 * The states that must stand in what a witness told and do not: the tracepoints tell of every transition of a full socket, the
 * table's poller of every state that lasts for longer than it looks away.
 *
 * @param bearable for how long nobody may have looked
 */
export function statesUnseen(evidence: Evidence, bearable: Milliseconds): Unseen[] {
  const traced = evidence.setting.missing.kernel === undefined
  return pathsOf(evidence).flatMap((path) =>
    path.connection
      ? path.steps.flatMap((step, index) => [
          ...(traced && isTraced(path.steps[index - 1]?.state, step.state) ? unseenBy('kernel', path, step) : []),
          ...(lasted(evidence, path, step) > bearable ? unseenBy('table', path, step) : []),
        ])
      : [],
  )
}

function unseenBy(by: 'kernel' | 'table', { end, connection }: Path, step: Step): Unseen[] {
  if (step.because.some((fact) => fact.by === by)) return []
  const which = connection && connection.number > 1 ? ` of connection ${connection.number}` : ''
  return [{ by, end, what: `${end}${which} in ${step.state} at ${moment(step.at)}`, because: step.because.slice(0, 1) }]
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

/** A socket that is gone stands in no table. */
const lasted = (evidence: Evidence, path: Path, step: Step): number =>
  step.state === 'CLOSED' ? 0 : (leftAt(path, step) ?? endOf(evidence)) - step.at

/** Where a segment passed and the capture does not have it: each way leads past four taps, and one that is lost past the first two. */
export function tapsUnseen(evidence: Evidence, bearable: Milliseconds): Unseen[] {
  if (evidence.setting.loopback) return []
  const end = endOf(evidence)
  const doubles = factsOf(evidence, 'fault').some(({ verb }) => verb === 'duplicate')
  return journeysOf(evidence).flatMap((journey) => {
    const seen = passed(journey)
    const isRecent = end - (journey.taps.at(-1)?.at ?? end) < bearable
    if (usual.includes(seen) || (isRecent && onItsWay.includes(seen)) || (doubles && journey.isCopy && seen === copied))
      return []
    const what = `'${writeLine(journey.relative)}' at ${moment(journey.sent.at)}`
    return [{ by: 'wire', end: journey.speaker, what, because: [journey.sent] } as const]
  })
}

/** Past the sender's tap, into the router, out of it, and past the receiver's tap; or no farther than into the router. */
const usual = ['1111', '1100']
/** At the story's end a segment may not have come to the next tap. */
const onItsWay = ['1000', '1110']
/** What the network itself has made, where it was told to. */
const copied = '0011'

function passed({ taps, speaker }: Journey): string {
  const listener: End = speaker === 'client' ? 'server' : 'client'
  const places = [
    [speaker, 'out'],
    ['router', 'in'],
    ['router', 'out'],
    [listener, 'in'],
  ] as const
  return places.map(([host, way]) => (taps.some((tap) => tap.host === host && tap.direction === way) ? 1 : 0)).join('')
}

/** Segments that arrived before they were sent, as only clocks that disagree can tell. */
export function arrivedUnsent(evidence: Evidence): Journey[] {
  return journeysOf(evidence).filter(({ taps, speaker, arrived, isCopy }) => {
    const bySender = taps.find(({ host, tap }) => tap === 'lo' || host === speaker)
    return arrived !== undefined && !isCopy && bySender !== undefined && isBefore(arrived, bySender)
  })
}

const isBefore = (a: Fact, b: Fact): boolean => ms(a.at + a.within) < b.at - b.within
