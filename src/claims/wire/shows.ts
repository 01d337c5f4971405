import { type Account, type Claim, fails, holds, lacks, makeClaim, refuted, type Verdict } from '../../claim.ts'
import type { Evidence } from '../../evidence.ts'
import type { SeenSegment } from '../../finding/segments.ts'
import { kernelTimers } from '../../story/late.ts'
import { type Transit, transitsOf } from '../../story/transits.ts'
import {
  carries,
  isWildcard,
  type Line,
  type Milliseconds,
  readLines,
  type SegmentKind,
  type SegmentLine,
  sequenceEnd,
  withoutHints,
} from '../../tcp.ts'
import { inOrder, type Matching, nextLine } from '../in-order.ts'

/** The segments of one connection are exactly these lines in this order. */
export function shows(text: string, which: number): Claim {
  const lines = readLines(text)
  const ofConnection = (evidence: Evidence) =>
    transitsOf(evidence).filter(({ connection }) => connection.number === which)
  return makeClaim({
    states: { verb: 'shows', of: { connection: which }, lines },
    needs: ['wire'],
    judge(evidence) {
      const transits = ofConnection(evidence)
      const whole = attemptOf(transits, lines)
      // SO_KEEPALIVE is the program's own choice, and what it asks and is told says nothing new.
      const keepalives = keepalivesIn(transits)
      if (whole.matched || keepalives.size === 0) return judgeAttempt(whole, lines)
      const without = attemptOf(
        transits.filter((transit) => !keepalives.has(transit)),
        lines,
      )
      // Lines that name probes come further with them: what is wrong is told of that.
      return judgeAttempt(whole.lines > without.lines ? whole : without, lines)
    },
    // What `...` does not name no line accounts for, wherever it stands.
    accounts(evidence) {
      const transits = ofConnection(evidence)
      const keepalives = keepalivesIn(transits)
      return transits.filter((each) => isNamedIn(lines)(each) || keepalives.has(each)).map(accountOfSegment)
    },
  })
}

/** Keepalive probes, which repeat the number before the next one without a byte (RFC 9293 section 3.8.4), and their answers. */
function keepalivesIn(transits: readonly Transit[]): ReadonlySet<Transit> {
  const next = { client: 0, server: 0 }
  const asked = new Set<Transit['speaker']>()
  const found = new Set<Transit>()
  for (const transit of transits) {
    const { speaker, relative, segment } = transit
    const other = speaker === 'client' ? 'server' : 'client'
    const isBareAck = withoutHints(relative.flags) === '.' && relative.length === 0
    if (isBareAck && next[speaker] > 0 && relative.seq === next[speaker] - 1) {
      found.add(transit)
      if (transit.arrived) asked.add(speaker)
    } else if (isBareAck && asked.has(other) && relative.seq === next[speaker] && relative.ack === next[other]) {
      found.add(transit)
      asked.delete(other)
    } else next[speaker] = Math.max(next[speaker], relative.seq + sequenceEnd(segment) - segment.seq)
  }
  return found
}

/** The segments that were held against the lines, and how far that came. */
interface Attempt extends Matching {
  readonly transits: readonly Transit[]
}

const attemptOf = (transits: readonly Transit[], lines: readonly Line[]): Attempt => ({
  transits,
  ...inOrder(lines, transits, { isWildcard, fits }),
})

export const accountOfSegment = ({ number }: Transit): Account => `segment ${number}` as Account

function judgeAttempt({ transits, matched, seen: reached, lines: at }: Attempt, lines: readonly Line[]): Verdict {
  if (matched) return holds(transits.map(({ sent }) => sent))
  const rest = transits.slice(reached, reached + 4).map(
    ({ relative, sent, arrived }): SeenSegment => ({
      segment: relative,
      at: sent.at,
      ...(arrived ? {} : { lost: true }),
    }),
  )
  const got = { kind: 'segments', segments: rest } as const
  const expected = nextLine(lineText(lines[at]), lineText(lines[at - 1]))
  if (rest.length === 0)
    return lacks(
      expected,
      'no further segment',
      transits.slice(-1).map(({ sent }) => sent),
    )
  const because = transits.slice(Math.max(0, reached - 1), reached + 2).map(({ sent }) => sent)
  const deed = transits.slice(reached).find((transit) => isProgramsDeed(transit) && !isNamedIn(lines)(transit))
  if (deed) return refuted(expected, got, [...because, deed.sent])
  return fails(expected, got, because, { timer: timerBehind(lines[at], transits[reached]) })
}

/** The kernel's timer that can have made a segment come, or come at another place, on a machine that is late. */
function timerBehind(wanted: Line | undefined, got: Transit | undefined): Milliseconds | undefined {
  const isAck = (flags: SegmentKind['flags'] | undefined, length: number | undefined): boolean =>
    flags === '.' && length === 0
  const lineIsAck = wanted !== undefined && !isWildcard(wanted) && isAck(wanted.flags, wanted.length)
  const gotIsAck = got !== undefined && isAck(got.relative.flags, got.relative.length)
  if (lineIsAck !== gotIsAck) return kernelTimers.delayedAck
  return got?.repeats === undefined || got.isCopy ? undefined : kernelTimers.retransmission
}

/**
 * A FIN or bytes that were not sent before leave only when a program wants them to: however late a machine is, it does not
 * make up one of a kind that is not expected at all.
 */
export const isProgramsDeed = ({ segment, repeats, isCopy }: Transit): boolean =>
  repeats === undefined && !isCopy && (carries(segment, 'F') || segment.length > 0)

/** Whether some line speaks of segments of this kind. */
const isNamedIn =
  (lines: readonly Line[]) =>
  ({ speaker, relative }: Transit): boolean =>
    lines.some((line) => kindsOf(line).some((kind) => kind.speaker === speaker && isSame(kind.flags, relative.flags)))

const kindsOf = (line: Line): ReadonlyArray<Partial<SegmentKind>> => (isWildcard(line) ? line.anyOf : [line])

const isSame = (wanted: SegmentKind['flags'] | undefined, flags: SegmentKind['flags']): boolean =>
  wanted === undefined || withoutHints(wanted) === withoutHints(flags)

const fits = (line: Line, transit: Transit, before: Transit | undefined): boolean =>
  isWildcard(line) ? isNamedIn([line])(transit) : fitsLine(line, transit, before)

function fitsLine(line: SegmentLine, transit: Transit, before: Transit | undefined): boolean {
  const { relative, segment, sent, arrived } = transit
  const gap = before ? sent.at - before.sent.at : 0
  return (
    line.speaker === transit.speaker &&
    isSame(line.flags, relative.flags) &&
    (line.seq === undefined || line.seq === relative.seq) &&
    (line.length === undefined || line.length === relative.length) &&
    (line.ack === undefined || (relative.flags.includes('.') && line.ack === relative.ack)) &&
    (line.window === undefined || line.window === segment.window) &&
    (line.after === undefined || (gap >= line.after[0] && gap <= line.after[1])) &&
    line.lost === (arrived === undefined) &&
    line.copy === transit.isCopy
  )
}

const lineText = (line: Line | undefined): string | undefined =>
  line === undefined ? undefined : isWildcard(line) ? '...' : line.text.replace(/\s+/g, ' ')
