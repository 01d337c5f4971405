import { type End, type Evidence, factsOf, type SegmentFact } from '../evidence.ts'
import { connectionsOf } from '../story/connections.ts'
import { type Path, pathsOf, type Step, walkedBy } from '../story/paths.ts'
import { type Transit, transitsOf } from '../story/transits.ts'
import { carries, type Milliseconds, ms, type Segment } from '../tcp.ts'
import type { Speaker } from '../words.ts'
import { segmentEvents } from './ladder/segments.ts'

/** A frame of an end's capture, in its order there: its time in nanoseconds, and the IP packet and the segment in it if it holds them. */
export interface CapturedFrame {
  readonly time: bigint
  /** The packet by what no router changes: two that are alike are one, seen at two places. */
  readonly packet?: string
  readonly segment?: Segment
}

/** The captures of a run that are told from: of both ends, or on loopback the only one, the server's. */
export type Captures = Readonly<Partial<Record<End, readonly CapturedFrame[]>>>

/** What of a capture is told: the numbers of its frames, from 1 on, and what is said of some. */
export interface Excerpt {
  readonly kept: readonly number[]
  readonly comments: ReadonlyMap<number, string>
}

export const capturesOf = ({ setting }: Evidence): readonly End[] =>
  setting.loopback ? ['server'] : ['client', 'server']

/**
 * What of each capture makes up one in which every segment stands once, as its sender's own link had it. Whatever the
 * network made of it, or somebody in the network forged, no link of a sender's has: it stands as it arrived.
 */
export function excerptsOf(evidence: Evidence, captures: Captures, say: Speaker): ReadonlyMap<End, Excerpt> {
  const echoes = echoesIn(captures)
  const comments = commentsOn(evidence, captures, { echoes, say })
  return new Map(
    capturesOf(evidence).map((end) => {
      const kept = (captures[end] ?? []).flatMap((frame, index) => (echoes.has(frame) ? [] : [index + 1]))
      return [end, { kept, comments: comments.get(end) ?? new Map<number, string>() }] as const
    }),
  )
}

/** The second sights of packets that passed both links: the n-th of those that are alike on one is the n-th on the other. */
function echoesIn({ client = [], server = [] }: Captures): ReadonlySet<CapturedFrame> {
  const waiting = Map.groupBy(client, ({ packet }) => packet ?? '')
  const pairs = server.flatMap((own) => {
    const other = own.packet === undefined ? undefined : waiting.get(own.packet)?.shift()
    return other ? [[own, other] as const] : []
  })
  return new Set(pairs.map(([own, other]) => (own.time < other.time ? other : own)))
}

type Comments = Map<End, Map<number, string>>

function commentsOn(
  evidence: Evidence,
  captures: Captures,
  { echoes, say }: { readonly echoes: ReadonlySet<CapturedFrame>; readonly say: Speaker },
): Comments {
  const frames = framesOf(evidence, captures)
  const changes = Map.groupBy(changesOf(evidence, say), ({ transit }) => transit)
  const comments: Comments = new Map()
  for (const transit of transitsOf(evidence)) {
    const states = (changes.get(transit) ?? []).toSorted((a, b) => a.at - b.at)
    const says = [...remarksOn(evidence, transit, say), ...states.map(({ text }) => text)]
    const found = transit.taps.flatMap((tap) => frames.get(tap) ?? []).find(({ frame }) => !echoes.has(frame))
    if (says.length === 0 || !found) continue
    const own = comments.get(found.end) ?? new Map<number, string>()
    comments.set(found.end, own.set(found.number, say.reports.captured.all(says)))
  }
  return comments
}

/** What the network did to a segment, and whether it is sent again. */
function remarksOn(evidence: Evidence, transit: Transit, { reports }: Speaker): string[] {
  const [first] = segmentEvents(evidence, transit)
  const { arrived, sent, isCopy, stoppedAtRouter } = transit
  const words = reports.captured
  return [
    ...(isCopy ? [words.copy] : []),
    ...(first?.time === undefined ? [] : [reports.again(first.time)]),
    ...(first?.fate === 'is lost' ? [words.lost] : []),
    ...(first?.fate === 'is held' && (arrived || stoppedAtRouter)
      ? [words.held(arrived && ms(arrived.at - sent.at))]
      : []),
  ]
}

interface StateChange {
  readonly at: Milliseconds
  /** The segment that changed the state. */
  readonly transit: Transit
  readonly text: string
}

function changesOf(evidence: Evidence, { reports }: Speaker): StateChange[] {
  const several = connectionsOf(evidence).length > 1
  return pathsOf(evidence).flatMap((path) => {
    const { end, connection, steps } = path
    if (!connection) return []
    const which = several ? { connection: connection.number } : {}
    return walkedBy(path).flatMap(({ from, to }) => {
      const transit = causeOf(evidence, path, to, steps[steps.indexOf(to) - 1]?.at)
      const text = reports.captured.state({ end, from, to: to.state, ...which })
      return transit ? [{ at: to.at, transit, text }] : []
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

interface FoundFrame {
  readonly end: End
  readonly number: number
  readonly frame: CapturedFrame
}

/** Which frame each segment fact is: the n-th of the same segments at a host is the n-th such frame of its capture. */
function framesOf(evidence: Evidence, captures: Captures): ReadonlyMap<SegmentFact, FoundFrame> {
  const { loopback } = evidence.setting
  const found = capturesOf(evidence).flatMap((end) => {
    const waiting = Map.groupBy(
      (captures[end] ?? []).map((frame, index): FoundFrame => ({ end, number: index + 1, frame })),
      ({ frame }) => keyOf(frame.segment),
    )
    return factsOf(evidence, 'segment')
      .filter(({ host }) => loopback || host === end)
      .flatMap((fact) => {
        const frame = waiting.get(keyOf(fact.segment))?.shift()
        return frame ? [[fact, frame] as const] : []
      })
  })
  return new Map(found)
}

const keyOf = (segment: Segment | undefined): string => JSON.stringify(segment ?? null)
