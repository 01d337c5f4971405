import { type Evidence, factsOf, type SegmentFact } from '../evidence.ts'
import { type Connection, connectionsOf } from '../story/connections.ts'
import { type Path, pathsOf, type Step, walkedBy } from '../story/paths.ts'
import { type Transit, transitsOf } from '../story/transits.ts'
import { carries, type Milliseconds, type Segment } from '../tcp.ts'

/** A packet of the capture, in its order there: the segment in it if it holds one, and on the router which way it went. */
export interface CapturedFrame {
  readonly segment?: Segment
  readonly outgoing?: boolean
}

/** The capture in which the whole story can be seen: the router's, or on loopback the only one. */
export const captureOf = ({ setting }: Evidence): string => (setting.loopback ? 'server.pcap' : 'router.pcap')

/**
 * Comments for the frames at which an end's state changes, by the frame's number in the capture (from 1 on). A segment
 * passes the router twice: what its sending changes stands where it comes in, what its arrival changes where it leaves.
 */
export function frameComments(evidence: Evidence, frames: readonly CapturedFrame[]): Map<number, string> {
  const numbers = numbersOf(evidence, frames)
  const several = connectionsOf(evidence).length > 1
  const comments = new Map<number, string>()
  for (const change of changesOf(evidence)) {
    const number = numbers.get(change.tap)
    if (number === undefined) continue
    const text = `${change.end}: ${change.from} → ${change.to}${several ? ` (connection ${change.connection.number})` : ''}`
    const before = comments.get(number)
    comments.set(number, before === undefined ? text : `${before}; ${text}`)
  }
  return new Map([...comments].sort(([a], [b]) => a - b))
}

interface StateChange {
  readonly end: Path['end']
  readonly connection: Connection
  readonly from: string
  readonly to: string
  /** The segment that changed the state, where the capture has it. */
  readonly tap: SegmentFact
}

function changesOf(evidence: Evidence): StateChange[] {
  return pathsOf(evidence).flatMap((path) => {
    const { end, connection, steps } = path
    if (!connection) return []
    return walkedBy(path).flatMap(({ from, to }) => {
      const transit = causeOf(evidence, path, to, steps[steps.indexOf(to) - 1]?.at)
      const tap = transit && tapOf(transit, end, evidence)
      return tap ? [{ end, connection, from, to: to.state, tap }] : []
    })
  })
}

/** The segment whose sending or arrival put the end into the state, if it was one: the end of a timer is none. */
function causeOf(evidence: Evidence, path: Path, step: Step, since?: Milliseconds): Transit | undefined {
  const shown = step.because.find((fact) => fact.kind === 'segment')
  if (shown) return transitsOf(evidence).find(({ taps }) => taps.includes(shown))
  return step.state === 'CLOSED' ? resetBefore(evidence, path, step, since) : undefined
}

/** Segments only imply that a RST may close (story/implied.ts); where the kernel closed at that moment, it did. */
function resetBefore(
  evidence: Evidence,
  path: Path,
  step: Step,
  since = Number.NEGATIVE_INFINITY,
): Transit | undefined {
  return transitsOf(evidence).findLast((transit) => {
    if (transit.connection.number !== path.connection?.number || !carries(transit.segment, 'R')) return false
    const at = transit.speaker === path.end ? transit.sent.at : transit.arrived?.at
    return at !== undefined && at > since && Math.abs(step.at - at) <= step.within + 1
  })
}

const tapOf = ({ speaker, taps }: Transit, end: Path['end'], { setting }: Evidence): SegmentFact | undefined =>
  setting.loopback
    ? taps[0]
    : taps.find(({ host, direction }) => host === 'router' && direction === (speaker === end ? 'in' : 'out'))

/** Which frame each segment fact of the capture is: the n-th of the same segments going the same way is the n-th such frame. */
function numbersOf(evidence: Evidence, frames: readonly CapturedFrame[]): Map<SegmentFact, number> {
  const { loopback } = evidence.setting
  const waiting = new Map<string, number[]>()
  for (const [index, { segment, outgoing }] of frames.entries()) {
    if (!segment) continue
    const key = keyOf(segment, loopback || outgoing === true)
    waiting.set(key, [...(waiting.get(key) ?? []), index + 1])
  }
  const numbers = new Map<SegmentFact, number>()
  for (const fact of factsOf(evidence, 'segment')) {
    if (!loopback && fact.host !== 'router') continue
    const number = waiting.get(keyOf(fact.segment, fact.direction === 'out'))?.shift()
    if (number !== undefined) numbers.set(fact, number)
  }
  return numbers
}

const keyOf = (segment: Segment, outgoing: boolean): string => `${outgoing ? 'out' : 'in'} ${JSON.stringify(segment)}`
