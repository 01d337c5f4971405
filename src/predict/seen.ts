import { pathOfEnd, spanOf, stepIn } from '../claims/subject.ts'
import { type End, type Evidence, type Fact, factsOf, saidAt } from '../evidence.ts'
import type { AgainField, FrameField, QuestionOf, SegmentField, Value } from '../predict.ts'
import { framesAt, isGroup } from '../story/frames.ts'
import type { Path, Step } from '../story/paths.ts'
import { looksAt } from '../story/polls.ts'
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
  if (!transit) return notSent(evidence, transits)
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

/** There is no such segment: the last that there is, and that the record then ends. */
const notSent = (evidence: Evidence, transits: readonly Transit[]): Seen => ({
  value: none,
  because: [...transits.slice(-1).map(({ sent }) => sent), ...endOf(evidence)],
  absent: true,
})

const endOf = (evidence: Evidence): readonly Fact[] => factsOf(evidence, 'end').slice(0, 1)

/** The first FIN of the connection, whoever sent it. */
export function seenOfClose(evidence: Evidence, { connection }: QuestionOf<'close'>, name: SegmentField): Seen {
  const transits = ofConnection(evidence, connection)
  const fin = transits.find(({ segment }) => carries(segment, 'F'))
  if (!fin) return notSent(evidence, transits)
  // Its own number is the one after its bytes: how many of them ride on it is the kernel's choice of the moment.
  const { seq, length } = fin.relative
  const value: Value = name === 'seq' ? { is: 'number', number: seq + length } : shownIn(fin, name)
  return { value, because: [fin.sent] }
}

export function seenOfFrame(evidence: Evidence, { link, number }: QuestionOf<'frame'>, name: FrameField): Seen {
  const frames = framesAt(evidence, link)
  const fact = frames[number - 1]
  if (!fact) return { value: none, because: [...frames.slice(-1), ...endOf(evidence)], absent: true }
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

/** What comes after a step of an end's path: the next one, or that it is the last. */
export function seenNext(evidence: Evidence, path: Path | undefined, index: number): Seen {
  const [before, next] = [path?.steps[index - 1], path?.steps[index]]
  if (next) return { value: { is: 'state', state: next.state }, because: deciding(next) }
  if (!path || !before) return { value: none, because: endOf(evidence), absent: true }
  return { value: { is: 'stays' }, because: still(evidence, path, before), absent: true }
}

/** Whoever saw it at the moment that counts: the tracepoint knows some states later than the wire does. */
export function deciding({ at, because }: Step): readonly Fact[] {
  const fact = because.find((each) => each.at === at) ?? because[0]
  return fact ? [fact] : []
}

/** What shows that the step was the last: how it was entered, and the latest look that still shows it. */
function still(evidence: Evidence, { end, connection }: Path, step: Step): readonly Fact[] {
  const looks = connection ? looksAt(evidence, end, connection) : []
  return [...deciding(step), ...looks.filter(({ state }) => state === step.state).slice(-1)]
}

/** How long the end was in the state. */
export function seenOfStay(evidence: Evidence, { end, connection, state }: QuestionOf<'stay'>): Seen {
  const path = pathOfEnd(evidence, end, connection)
  const step = stepIn(path, state)
  if (!path || !step) return { value: { is: 'never' }, because: [...lastOf(path), ...endOf(evidence)], absent: true }
  const { from, until, left } = spanOf(evidence, path, step)
  const next = path.steps[path.steps.indexOf(step) + 1]
  if (!left)
    return { value: { is: 'to the end', time: ms(until - from) }, because: still(evidence, path, step), absent: true }
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
