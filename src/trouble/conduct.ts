import type { AssertionOf } from '../evidence/assertion.ts'
import { type End, type Evidence, factsOf } from '../evidence.ts'
import type { SeenSegment } from '../finding/segments.ts'
import type { FindingOf } from '../finding.ts'
import { latenessOf } from '../story/late.ts'
import { pathAt } from '../story/paths.ts'
import { type Transit, transitsOf } from '../story/transits.ts'
import { isWildcard, type Line, type Milliseconds, type RelativeSegment, type SegmentLine, type State } from '../tcp.ts'
import type { Found } from '../verdict.ts'
import { endedOf } from './begin.ts'
import { type Cause, type Cue, type Deed, type Ended, ranks, type Wanted } from './told.ts'

/** What a claim that failed tells of what this end's program did; nothing where it tells of somebody else. */
export function conductIn(evidence: Evidence, found: Found, end: End): Cause | undefined {
  // What the play did not come to any more may be what this end did not do.
  if (found.verdict === 'not reached' && found.states.verb === 'shows')
    return notSent(evidence, found, end, found.states)
  if (found.verdict === 'unknown') return inLateRun(evidence, found, end)
  if (found.verdict !== 'fails') return undefined
  const { states, expected, got } = found
  if (states.verb === 'showsBacklog' && end === 'server' && typeof got === 'object' && got.kind === 'backlog')
    return cause(found, end, ranks.accepted, { is: 'backlog', room: got.backlog, wanted: states.backlog })
  if (typeof got === 'object' && got.kind === 'not accepted')
    return cause(found, end, ranks.accepted, { ...got, is: 'never accepted' })
  if (states.verb === 'passes' && states.of.end === end && typeof expected === 'object' && expected.kind === 'next')
    return pathTaken(evidence, found, end, expected)
  if (states.verb === 'shows') return segmentsSent(evidence, found, end, states.lines)
  if (states.verb === 'leavesUnread' && states.of.end === end && typeof got === 'object' && got.kind === 'still queued')
    return cause(found, end, ranks.done, { is: 'read', read: states.bytes - got.bytes, bytes: states.bytes })
  const early = earlyIn(evidence, found, end)
  if (early || states.verb === 'answers') return early
  if (typeof got === 'object' && got.kind === 'still queued' && 'of' in states && states.of && 'end' in states.of)
    return states.of.end === end && typeof expected === 'object' && expected.kind === 'cause'
      ? cause(found, end, ranks.never, { is: 'never read', what: expected.cause, queued: got.bytes })
      : undefined
  return undefined
}

/** What it did before its turn: read, or sent something. */
function earlyIn(evidence: Evidence, found: Found & { verdict: 'fails' }, end: End): Cause | undefined {
  const { states, expected, got } = found
  if (typeof got !== 'object') return undefined
  if (states.verb === 'readsNothing' && states.of.end === end && got.kind === 'still queued') {
    const bytes = typeof expected === 'object' && expected.kind === 'cause' ? (expected.cause.bytes ?? 0) : 0
    return cause(found, end, ranks.done, { is: 'read', read: bytes - got.bytes, bytes })
  }
  const sent = soonSent(evidence, found)
  if (sent?.speaker !== end) return undefined
  const { at } = sent.sent
  // Which of its cues it is to wait for is known only where the claim names it.
  const wanted: Wanted = states.verb === 'sendsNothing' ? laterThan(evidence, end, at, states.until) : { is: 'later' }
  return cause(found, end, ranks.done, { is: 'sent', segment: sent.relative, at, wanted }, at)
}

/** The segment that came before its turn. */
function soonSent(evidence: Evidence, { states, got }: Found & { verdict: 'fails' }): Transit | undefined {
  if (typeof got !== 'object') return undefined
  const transits = transitsOf(evidence)
  if (states.verb === 'sendsNothing' && got.kind === 'segments')
    return transits.find(({ sent }) => sent.at === got.segments[0]?.at)
  if (states.verb !== 'inTurn' || got.kind !== 'other way round' || states.other.verb !== 'sends') return undefined
  const { of, from, to } = states.other
  return transits.find(
    ({ connection: { number }, speaker, relative: { seq, length } }) =>
      number === of.connection && speaker === of.end && seq === from && seq + length === to,
  )
}

/**
 * Where nobody can tell whether the machine was late, what a program sent itself is still its own: of a run that has failed by
 * something else it may be why.
 */
function inLateRun(evidence: Evidence, { missing, ...found }: Found & { verdict: 'unknown' }, end: End) {
  if (typeof missing !== 'object' || missing.kind !== 'machine in time' || !missing.else) return undefined
  const told: Found = { ...found, verdict: 'fails', ...missing.else }
  const deed = found.states.verb === 'shows' && segmentsSent(evidence, told, end, found.states.lines)
  return deed && deed.rank === ranks.done ? deed : undefined
}

const cause = ({ id }: Found, end: End, rank: number, deed: Deed, at = Number.POSITIVE_INFINITY): Cause => ({
  ...{ end, deed, rank, at },
  root: id,
})

/** The states that a program brings its own end to. */
const deeds: readonly State[] = ['SYN-SENT', 'FIN-WAIT-1', 'LAST-ACK']

function pathTaken(evidence: Evidence, found: Found, end: End, expected: FindingOf<'next'>): Cause | undefined {
  const got = found.verdict === 'fails' ? found.got : undefined
  if (typeof got !== 'object' || got.kind !== 'path') return undefined
  const { steps } = got
  const after = expected.after?.state
  const index = steps.findIndex(({ state }) => state === after)
  const step = steps[index + 1]
  const wanted: Wanted = expected.state === undefined ? { is: 'not that' } : { is: 'state', state: expected.state }
  if (step && (deeds.includes(step.state) || (step.state === 'CLOSED' && hasReset(evidence, end, step.at)))) {
    const ended = endedWith(evidence, end, step.at)
    const deed: Deed = { is: 'entered', state: step.state, at: step.at, wanted, ...(ended ? { ended } : {}) }
    return cause(found, end, ranks.done, deed, step.at)
  }
  const due = expected.state
  if (step || due === undefined || expected.after === undefined || !deeds.includes(due)) return undefined
  const { state, at: since } = expected.after
  return cause(found, end, ranks.never, { is: 'stayed', state, since, wanted: due, ...waitedFor(evidence, end) })
}

/** A RST of its own has left around this moment. */
const hasReset = (evidence: Evidence, end: End, at: number): boolean =>
  factsOf(evidence, 'segment').some(
    (fact) =>
      fact.host === end &&
      fact.direction === 'out' &&
      fact.segment.flags.includes('R') &&
      Math.abs(fact.at - at) < nearby,
  )

/** What happened in one moment, as witnesses tell it, and a program's end, of which we hear a little later. Milliseconds. */
const nearby = 50

function endedWith(evidence: Evidence, end: End, at: number): Ended | undefined {
  const ended = endedOf(evidence, end)
  return ended && ended.at >= at - 1 && ended.at <= at + nearby + 2 * latenessOf(evidence) ? ended : undefined
}

/** What it had been told last, and how long the story waited for what came of it. */
function waitedFor(evidence: Evidence, end: End): { readonly cue?: Cue; readonly waited?: Milliseconds } {
  const cue = factsOf(evidence, 'program').findLast(({ host, deed }) => host === end && deed === 'cued')
  const missed = factsOf(evidence, 'awaited').find(({ outcome }) => outcome === 'did not come')
  return {
    ...(cue?.deed === 'cued' ? { cue: { line: cue.text, at: cue.at } } : {}),
    ...(missed ? { waited: missed.waited } : {}),
  }
}

/** A segment of the end's program that is not the one that was due; or one of its that never came. */
function segmentsSent(evidence: Evidence, found: Found, end: End, lines: readonly Line[]): Cause | undefined {
  if (found.verdict !== 'fails') return undefined
  const { expected, got } = found
  if (typeof expected !== 'object' || expected.kind !== 'line') return undefined
  const due = lines.find((line): line is SegmentLine => !isWildcard(line) && isLine(line, expected.line))
  const first = typeof got === 'object' && got.kind === 'segments' ? got.segments[0] : undefined
  if (first && first.segment.speaker === end && isProgramsOwn(first.segment)) {
    const ended = endedWith(evidence, end, first.at)
    const transit = transitsOf(evidence).find(({ sent }) => sent.at === first.at)
    // What is sent again is sent by its kernel.
    if (transit?.repeats !== undefined) return undefined
    // It is what was due, and the router had it still when the play was broken off for something else.
    if (transit && !transit.arrived && due?.speaker === end && due.length === first.segment.length) return undefined
    const wanted = wantedBy(due, end, first, evidence)
    const deed: Deed =
      first.segment.length === 0 && ended && first.segment.flags.includes('F')
        ? { is: 'entered', state: 'FIN-WAIT-1', at: first.at, wanted, ended }
        : { is: 'sent', segment: first.segment, at: first.at, wanted }
    return cause(found, end, ranks.done, deed, first.at)
  }
  if (due?.speaker !== end || !due.length) return undefined
  return cause(found, end, ranks.never, { is: 'never sent', bytes: due.length, ...waitedFor(evidence, end) })
}

/** The first line of this end's that never came, where all that the other end had to say before it did. */
function notSent(evidence: Evidence, found: Found, end: End, { of, lines }: AssertionOf<'shows'>): Cause | undefined {
  const ours = lines.filter((line): line is SegmentLine => !isWildcard(line) && isTold(line))
  const transits = transitsOf(evidence).filter(({ connection }) => connection.number === of.connection)
  const missing = ours.find((line) => !transits.some(({ relative }) => isThe(line, relative)))
  if (missing?.speaker !== end || transits.length === 0) return undefined
  const told = waitedFor(evidence, end)
  if (missing.length) return cause(found, end, ranks.never, { is: 'never sent', bytes: missing.length, ...told })
  const last = pathAt(evidence, end, of.connection)?.steps.at(-1)
  return (
    last &&
    cause(found, end, ranks.never, { is: 'stayed', state: last.state, since: last.at, wanted: 'FIN-WAIT-1', ...told })
  )
}

/** A line of bytes or of a FIN, which some program must want; a RST may be a kernel's. */
const isTold = ({ length = 0, flags }: SegmentLine): boolean => length > 0 || hasFin(flags)

const hasFin = (flags: string | undefined): boolean => flags?.includes('F') ?? false

const isThe = ({ speaker, length = 0, flags, seq }: SegmentLine, sent: RelativeSegment): boolean =>
  speaker === sent.speaker &&
  (seq === undefined || seq === sent.seq) &&
  (length > 0 ? sent.length > 0 : hasFin(sent.flags) === hasFin(flags))

const isLine = ({ text }: SegmentLine, wanted: string | undefined): boolean => text.replace(/\s+/g, ' ') === wanted

/** A bare ACK, and a SYN+ACK, are the kernel's. */
const isProgramsOwn = ({ flags, length }: { flags: string; length: number }): boolean =>
  length > 0 || /[FR]/.test(flags) || flags === 'S'

function wantedBy(due: SegmentLine | undefined, end: End, { segment, at }: SeenSegment, evidence: Evidence): Wanted {
  const sent = segment.length
  if (due === undefined) return { is: 'not that' }
  if (due.speaker === end && due.length === sent && sent > 0) return laterThan(evidence, end, at)
  if (due.speaker === end && due.length && sent > 0) return { is: 'bytes', bytes: due.length }
  if (due.speaker === end && due.flags?.includes('F')) return { is: 'state', state: 'FIN-WAIT-1' }
  if (due.speaker === end && due.flags?.includes('R')) return { is: 'state', state: 'CLOSED' }
  return { is: 'first', line: due.text.replace(/\s+/g, ' ') }
}

/** What was done at this moment was to be done when it was told: this line, or the next one. */
function laterThan(evidence: Evidence, end: End, at: Milliseconds, line?: string): Wanted {
  const cue = factsOf(evidence, 'program').find(
    (fact) => fact.host === end && fact.deed === 'cued' && fact.at > at && (line === undefined || fact.text === line),
  )
  return { is: 'later', ...(cue?.deed === 'cued' ? { cue: { line: cue.text, at: cue.at } } : {}) }
}
