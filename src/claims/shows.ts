import { type Account, type Claim, fails, holds, makeClaim, unknown, type Verdict } from '../claim.ts'
import { type Journey, journeysOf } from '../evidence/journeys.ts'
import { type Evidence, factsOf } from '../evidence.ts'
import { duration, type Line, moment, ms, readLines, type SegmentLine, withoutHints, writeLine } from '../tcp.ts'
import { inOrder } from './in-order.ts'

/** The segments of one connection are exactly these lines in this order. */
export function shows(text: string, which: number): Claim {
  const lines = readLines(text)
  const ofConnection = (evidence: Evidence) =>
    journeysOf(evidence).filter(({ connection }) => connection.number === which)
  return makeClaim({
    says: `the wire shows ${summary(lines)}${which === 1 ? '' : ` on connection ${which}`}`,
    judge: (evidence) => judgeSegments(evidence, ofConnection(evidence), lines),
    accounts: (evidence) => ofConnection(evidence).map(accountOfSegment),
  })
}

export const accountOfSegment = ({ number }: Journey): Account => `segment ${number}` as Account

function judgeSegments(evidence: Evidence, journeys: readonly Journey[], lines: readonly Line[]): Verdict {
  const { matched, seen: reached, lines: upTo } = inOrder(lines, journeys, fits)
  if (matched) return holds(journeys.map(({ sent }) => sent))
  const wanted = lines[upTo]
  const got = journeys[reached]
  const late = got && lateRepeat(evidence, got, journeys)
  if (late) return unknown(late, [got.sent])
  const rest = journeys
    .slice(reached, reached + 4)
    .map(
      (journey) =>
        `${writeLine(journey.relative)} at ${moment(journey.sent.at)}${journey.arrived ? '' : ' (it never arrived)'}`,
    )
  const after = upTo === 0 ? '' : ` after '${lineText(lines[upTo - 1])}'`
  return fails(
    `${lineText(wanted)}${after}`,
    rest.length > 0 ? rest.join('; ') : 'no further segment',
    journeys.slice(Math.max(0, reached - 1), reached + 2).map(({ sent }) => sent),
  )
}

/**
 * A segment sent again because the router held its first copy past the retransmission timeout, which it does only when
 * this machine is too slow to release it in time: that tells nothing about TCP.
 */
function lateRepeat(evidence: Evidence, journey: Journey, all: readonly Journey[]): string | undefined {
  const first = all.find(({ number }) => number === journey.repeats)
  const arrival = first?.arrived
  if (!first || !arrival || !factsOf(evidence, 'fault').some(({ deed }) => deed === 'released')) return undefined
  const held = ms(arrival.at - first.sent.at)
  return held > 150
    ? `a machine in time: the router held '${writeLine(first.relative)}' for ${duration(held)}, so that it was sent again`
    : undefined
}

function fits(line: SegmentLine, journey: Journey, before: Journey | undefined): boolean {
  const { relative, segment, sent, arrived } = journey
  const gap = before ? sent.at - before.sent.at : 0
  return (
    line.speaker === journey.speaker &&
    (line.flags === undefined || withoutHints(line.flags) === withoutHints(relative.flags)) &&
    (line.seq === undefined || line.seq === relative.seq) &&
    (line.length === undefined || line.length === relative.length) &&
    (line.ack === undefined || (relative.flags.includes('.') && line.ack === relative.ack)) &&
    (line.window === undefined || line.window === segment.window) &&
    (line.after === undefined || (gap >= line.after[0] && gap <= line.after[1])) &&
    line.lost === (arrived === undefined) &&
    line.copy === journey.isCopy
  )
}

const lineText = (line: Line | undefined): string =>
  line === undefined ? 'the end' : line === 'anything' ? '...' : line.text.replace(/\s+/g, ' ')

function summary(lines: readonly Line[]): string {
  return lines.map((line) => (line === 'anything' ? '...' : `[${line.flags ?? '?'}]`)).join(' ')
}
