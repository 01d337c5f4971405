import { pathOfEnd, spanOf, stepIn } from '../claims/subject.ts'
import { type End, type Evidence, type Fact, saidAt } from '../evidence.ts'
import type { AgainField, FrameField, QuestionOf, SegmentField, Value } from '../predict.ts'
import { framesAt, isGroup } from '../story/frames.ts'
import type { Path, Step } from '../story/paths.ts'
import { type Transit, transitsOf } from '../story/transits.ts'
import { carries, type Frame, type Milliseconds, ms } from '../tcp.ts'

/** What a run shows of something that was asked. */
export interface Seen {
  readonly value: Value
  readonly because: readonly Fact[]
  /** It is so because something is not in the record: of a play that was broken off that says nothing. */
  readonly absent?: true
  /** How far off a time may be, for the witnesses looked now and then. */
  readonly unsure?: Milliseconds
}

const none: Value = { is: 'none' }

const ofConnection = (evidence: Evidence, connection: number): readonly Transit[] =>
  transitsOf(evidence).filter((transit) => transit.connection.number === connection)

/** A field of the n-th segment; none where there were not so many. */
export function seenOfSegment(
  evidence: Evidence,
  { connection, number }: QuestionOf<'segment'>,
  name: SegmentField,
): Seen {
  const transits = ofConnection(evidence, connection)
  const transit = transits[number - 1]
  if (!transit) return { value: none, because: transits.slice(-1).map(({ sent }) => sent), absent: true }
  return { value: shownIn(transit, name), because: [transit.sent] }
}

function shownIn({ speaker, relative }: Transit, name: SegmentField): Value {
  const { flags, seq, length, ack } = relative
  switch (name) {
    case 'sender':
      return { is: 'who', end: speaker }
    case 'flags':
      return { is: 'flags', flags }
    case 'ack':
      return flags.includes('.') ? { is: 'number', number: ack } : none
    default:
      return { is: 'number', number: { seq, length }[name] }
  }
}

/** The first FIN of the connection, whoever sent it. */
export function seenOfClose(evidence: Evidence, { connection }: QuestionOf<'close'>, name: SegmentField): Seen {
  const transits = ofConnection(evidence, connection)
  const fin = transits.find(({ segment }) => carries(segment, 'F'))
  if (!fin) return { value: none, because: transits.slice(-1).map(({ sent }) => sent), absent: true }
  return { value: shownIn(fin, name), because: [fin.sent] }
}

export function seenOfFrame(evidence: Evidence, { link, number }: QuestionOf<'frame'>, name: FrameField): Seen {
  const frames = framesAt(evidence, link)
  const fact = frames[number - 1]
  if (!fact) return { value: none, because: frames.slice(-1), absent: true }
  const value = toldOf(evidence, fact.frame)[name]
  return {
    value:
      value === undefined
        ? none
        : typeof value === 'number'
          ? { is: 'number', number: value }
          : { is: 'text', text: value },
    because: [fact],
  }
}

function toldOf({ setting }: Evidence, { from, to, ip, icmp, group, neighbour, flags, ports }: Frame) {
  const named = (mac: string | undefined): string | undefined =>
    mac && (setting.names?.[mac] ?? (isGroup(mac) ? 'all' : mac))
  return {
    from: named(from),
    to: named(to),
    carries: neighbour
      ? 'ARP'
      : icmp
        ? 'ICMP'
        : group
          ? 'IGMP'
          : flags !== undefined
            ? 'TCP'
            : ports
              ? 'UDP'
              : ip
                ? 'IP'
                : undefined,
    // Over IPv6 neighbours are asked in ICMP, whose hop limit is always 255: who thinks of ARP has no TTL in mind.
    ttl: neighbour ? undefined : ip?.hops,
  }
}

/** The path that is asked for; what the listener and whoever has no socket is in belongs to no connection. */
export const stepsOf = (evidence: Evidence, { end, connection }: QuestionOf<'path'>): readonly Step[] =>
  pathOfEnd(evidence, end, connection)?.steps ?? []

/** Whoever saw it at the moment that counts: the tracepoint knows some states later than the wire does. */
export function deciding({ at, because }: Step): readonly Fact[] {
  const fact = because.find((each) => each.at === at) ?? because[0]
  return fact ? [fact] : []
}

/** How long the end was in the state. */
export function seenOfStay(evidence: Evidence, { end, connection, state }: QuestionOf<'stay'>): Seen {
  const path = pathOfEnd(evidence, end, connection)
  const step = stepIn(path, state)
  if (!path || !step) return { value: { is: 'never' }, because: lastOf(path), absent: true }
  const { from, until, left } = spanOf(evidence, path, step)
  const next = path.steps[path.steps.indexOf(step) + 1]
  if (!left) return { value: { is: 'to the end' }, because: deciding(step), absent: true }
  return {
    value: { is: 'time', time: ms(until - from) },
    because: [...deciding(step), ...(next ? deciding(next) : [])],
    unsure: ms(step.within + (next?.within ?? 0)),
  }
}

const lastOf = (path: Path | undefined): readonly Fact[] => path?.steps.slice(-1).flatMap(deciding) ?? []

/** What the end sent again most often; of what is as often, the first. */
export function seenAgain(evidence: Evidence, { end, connection }: QuestionOf<'again'>, name: AgainField): Seen {
  const times = repeatedBy(evidence, end, connection)
  const [first, second] = times
  const because = times.map(({ sent }) => sent)
  if (!first || !second) return { value: name === 'count' ? { is: 'number', number: 0 } : none, because, absent: true }
  const [before, last] = times.slice(-2) as [Transit, Transit]
  const gap = (from: Transit, to: Transit): Value => ({ is: 'time', time: ms(to.sent.at - from.sent.at) })
  switch (name) {
    case 'count':
      return { value: { is: 'number', number: times.length - 1 }, because }
    case 'first':
      return { value: gap(first, second), because: because.slice(0, 2) }
    case 'last':
      return { value: gap(before, last), because: because.slice(-2) }
  }
}

function repeatedBy(evidence: Evidence, end: End, connection: number): readonly Transit[] {
  const own = ofConnection(evidence, connection).filter(({ speaker, isCopy }) => speaker === end && !isCopy)
  const groups = [...Map.groupBy(own, ({ number, repeats }) => repeats ?? number).values()]
  return groups.toSorted((a, b) => b.length - a.length)[0] ?? []
}

/** How the line ended that begins so. */
export function seenOfLine(evidence: Evidence, { end, begins }: QuestionOf<'line'>): Seen {
  const fact = saidAt(evidence, end).find(({ text }) => text.startsWith(begins))
  if (!fact) return { value: none, because: [], absent: true }
  return { value: { is: 'text', text: fact.text.slice(begins.length) }, because: [fact] }
}

export function seenSaid(evidence: Evidence, { end, line }: QuestionOf<'says'>): Seen {
  const fact = saidAt(evidence, end).find(({ text }) => text === line)
  return fact ? { value: { is: 'yes' }, because: [fact] } : { value: { is: 'no' }, because: [], absent: true }
}
