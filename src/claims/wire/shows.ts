import { type Account, type Claim, fails, holds, lacks, makeClaim, refuted, type Verdict } from '../../claim.ts'
import type { Evidence } from '../../evidence.ts'
import type { SeenSegment } from '../../finding/segments.ts'
import { timers } from '../../story/late.ts'
import { type Journey, journeysOf } from '../../story/transits.ts'
import {
  carries,
  endOf,
  isWildcard,
  type Line,
  type Milliseconds,
  readLines,
  type SegmentKind,
  type SegmentLine,
  withoutHints,
} from '../../tcp.ts'
import { inOrder, nextLine } from '../in-order.ts'

/** The segments of one connection are exactly these lines in this order. */
export function shows(text: string, which: number): Claim {
  const lines = readLines(text)
  const ofConnection = (evidence: Evidence) =>
    journeysOf(evidence).filter(({ connection }) => connection.number === which)
  return makeClaim({
    states: { verb: 'shows', of: { connection: which }, lines },
    needs: ['wire'],
    judge(evidence) {
      const journeys = ofConnection(evidence)
      const whole = judgeSegments(journeys, lines)
      // SO_KEEPALIVE is the program's own choice, and what it asks and is told says nothing new.
      const without = journeys.filter((journey) => !keepalivesIn(journeys).has(journey))
      return whole.outcome === 'holds' || without.length === journeys.length ? whole : judgeSegments(without, lines)
    },
    // What `...` does not name no line accounts for, wherever it stands.
    accounts(evidence) {
      const journeys = ofConnection(evidence)
      const keepalives = keepalivesIn(journeys)
      return journeys.filter((each) => isNamedIn(lines)(each) || keepalives.has(each)).map(accountOfSegment)
    },
  })
}

/** Keepalive probes, which repeat the number before the next one without a byte (RFC 9293 section 3.8.4), and their answers. */
function keepalivesIn(journeys: readonly Journey[]): ReadonlySet<Journey> {
  const next = { client: 0, server: 0 }
  const asked = new Set<Journey['speaker']>()
  const found = new Set<Journey>()
  for (const journey of journeys) {
    const { speaker, relative, segment } = journey
    const other = speaker === 'client' ? 'server' : 'client'
    const isBareAck = withoutHints(relative.flags) === '.' && relative.length === 0
    if (isBareAck && next[speaker] > 0 && relative.seq === next[speaker] - 1) {
      found.add(journey)
      if (journey.arrived) asked.add(speaker)
    } else if (isBareAck && asked.has(other) && relative.seq === next[speaker] && relative.ack === next[other]) {
      found.add(journey)
      asked.delete(other)
    } else next[speaker] = Math.max(next[speaker], relative.seq + endOf(segment) - segment.seq)
  }
  return found
}

export const accountOfSegment = ({ number }: Journey): Account => `segment ${number}` as Account

function judgeSegments(journeys: readonly Journey[], lines: readonly Line[]): Verdict {
  const { matched, seen: reached, lines: upTo } = inOrder(lines, journeys, { isWildcard, fits })
  if (matched) return holds(journeys.map(({ sent }) => sent))
  const rest = journeys.slice(reached, reached + 4).map(
    ({ relative, sent, arrived }): SeenSegment => ({
      segment: relative,
      at: sent.at,
      ...(arrived ? {} : { lost: true }),
    }),
  )
  const got = { kind: 'segments', segments: rest } as const
  const expected = nextLine(lineText(lines[upTo]), lineText(lines[upTo - 1]))
  if (rest.length === 0)
    return lacks(
      expected,
      'no further segment',
      journeys.slice(-1).map(({ sent }) => sent),
    )
  const because = journeys.slice(Math.max(0, reached - 1), reached + 2).map(({ sent }) => sent)
  const deed = journeys.slice(reached).find((journey) => isProgramsDeed(journey) && !isNamedIn(lines)(journey))
  if (deed) return refuted(expected, got, [...because, deed.sent])
  return fails(expected, got, because, { timer: timerBehind(lines[upTo], journeys[reached]) })
}

/** The kernel's timer that can have made a segment come, or come at another place, on a machine that is late. */
function timerBehind(wanted: Line | undefined, got: Journey | undefined): Milliseconds | undefined {
  const isAck = (flags: SegmentKind['flags'] | undefined, length: number | undefined): boolean =>
    flags === '.' && length === 0
  const lineIsAck = wanted !== undefined && !isWildcard(wanted) && isAck(wanted.flags, wanted.length)
  const gotIsAck = got !== undefined && isAck(got.relative.flags, got.relative.length)
  if (lineIsAck !== gotIsAck) return timers.delayedAck
  return got?.repeats === undefined || got.isCopy ? undefined : timers.retransmission
}

/**
 * A FIN or bytes that were not sent before leave only when a program wants them to: however late a machine is, it does not
 * make up one of a kind that is not expected at all.
 */
export const isProgramsDeed = ({ segment, repeats, isCopy }: Journey): boolean =>
  repeats === undefined && !isCopy && (carries(segment, 'F') || segment.length > 0)

/** Whether some line speaks of segments of this kind. */
const isNamedIn =
  (lines: readonly Line[]) =>
  ({ speaker, relative }: Journey): boolean =>
    lines.some((line) => kindsOf(line).some((kind) => kind.speaker === speaker && isSame(kind.flags, relative.flags)))

const kindsOf = (line: Line): ReadonlyArray<Partial<SegmentKind>> => (isWildcard(line) ? line.anyOf : [line])

const isSame = (wanted: SegmentKind['flags'] | undefined, flags: SegmentKind['flags']): boolean =>
  wanted === undefined || withoutHints(wanted) === withoutHints(flags)

const fits = (line: Line, journey: Journey, before: Journey | undefined): boolean =>
  isWildcard(line) ? isNamedIn([line])(journey) : fitsLine(line, journey, before)

function fitsLine(line: SegmentLine, journey: Journey, before: Journey | undefined): boolean {
  const { relative, segment, sent, arrived } = journey
  const gap = before ? sent.at - before.sent.at : 0
  return (
    line.speaker === journey.speaker &&
    isSame(line.flags, relative.flags) &&
    (line.seq === undefined || line.seq === relative.seq) &&
    (line.length === undefined || line.length === relative.length) &&
    (line.ack === undefined || (relative.flags.includes('.') && line.ack === relative.ack)) &&
    (line.window === undefined || line.window === segment.window) &&
    (line.after === undefined || (gap >= line.after[0] && gap <= line.after[1])) &&
    line.lost === (arrived === undefined) &&
    line.copy === journey.isCopy
  )
}

const lineText = (line: Line | undefined): string | undefined =>
  line === undefined ? undefined : isWildcard(line) ? '...' : line.text.replace(/\s+/g, ' ')
