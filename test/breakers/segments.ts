import { copiesOf } from '../../src/claims/wire/resends.ts'
import type { Option } from '../../src/evidence/assertion.ts'
import { byTime, type End, type Evidence, type Fact, type SegmentFact } from '../../src/evidence.ts'
import { connectionsOf } from '../../src/story/connections.ts'
import { storyEnd } from '../../src/story/end.ts'
import { linesToward } from '../../src/story/lines.ts'
import { pathAt } from '../../src/story/paths.ts'
import { type Transit, transitsOf } from '../../src/story/transits.ts'
import {
  advance,
  carries,
  distance,
  type Flags,
  isWildcard,
  type Line,
  ms,
  type Segment,
  sequenceEnd,
  withoutHints,
} from '../../src/tcp.ts'
import { added, altered, removed } from '../mutations/mutation.ts'
import { type BreakersOf, counting, halved, needed } from './breaker.ts'

export const ofSegments: BreakersOf<
  | 'acknowledges'
  | 'sends'
  | 'reportsDuplicate'
  | 'reportsKept'
  | 'resends'
  | 'asksWith'
  | 'givesUp'
  | 'withholds'
  | 'sendsNothing'
  | 'followsLine'
  | 'closesWindow'
  | 'shows'
  | 'prints'
  | 'neverShows'
  | 'segments'
  | 'delivers'
  | 'loses'
  | 'hasFreshNumbers'
  | 'hasClockedNumbers'
  | 'beginsBeyond'
  | 'uses'
  | 'neverUses'
> = {
  /** What acknowledges so much acknowledges a byte less than is said. */
  acknowledges: ({ of, upTo }, record) =>
    sentOtherwise(
      record,
      sentBy(record, of).filter(({ relative }) => relative.ack >= upTo),
      (segment, { relative }) => ({ ...segment, ack: advance(segment.ack, upTo - 1 - relative.ack) }),
    ),

  sends: ({ of, from, to }, record) =>
    sentOtherwise(
      record,
      sentBy(record, of).filter(({ relative: { seq, length } }) => seq === from && seq + length === to),
      (segment) => ({ ...segment, seq: advance(segment.seq, 1) }),
    ),

  reportsDuplicate: ({ of }, record) => sentOtherwise(record, sentBy(record, of), withoutSack),
  reportsKept: ({ of }, record) => sentOtherwise(record, sentBy(record, of), withoutSack),

  /** The first repetition comes after half the time, and all that follows so much earlier. */
  resends: ({ of, flags }, record) => {
    const own = sentBy(record, of).filter(
      ({ relative }) => withoutHints(relative.flags) === withoutHints(flags as Flags),
    )
    const again = needed(
      own.find(({ repeats }) => own.some(({ number }) => number === repeats)),
      'repetition',
    )
    const first = needed(
      own.find(({ number }) => number === again.repeats),
      'first one',
    )
    return halved(record, first.sent.at, again.sent.at)
  },

  /** The SYN's number is as far on the other side of the last one. */
  asksWith: ({ of }, record) => {
    const syns = sentBy(record, of).filter(({ segment }) => carries(segment, 'S'))
    const before = needed(
      connectionsOf(record).find(({ next }) => next === of.connection),
      'connection before it',
    )
    const last = needed(
      sentBy(record, { end: of.end, connection: before.number }).findLast(({ segment }) => !carries(segment, 'R')),
      'segment before it',
    )
    return sentOtherwise(record, syns, (segment) => ({
      ...segment,
      seq: advance(segment.seq, -2 * distance(sequenceEnd(last.segment), segment.seq)),
    }))
  },

  /** After the last repetition it waits half as long. */
  givesUp: ({ of, flags }, record) => {
    const last = needed(copiesOf(record, of.end, of.connection, flags).at(-1), 'repetition')
    const gone = needed(
      pathAt(record, of.end, of.connection)?.steps.find(({ state }) => state === 'CLOSED'),
      'end',
    )
    return halved(record, last.sent.at, gone.at)
  },

  /** The last piece holds the rest. */
  withholds: ({ of, bytes }, record) => {
    const data = sentBy(record, of).filter(({ segment }) => segment.length > 0)
    return sentOtherwise(record, data.slice(-1), (segment, { relative }) => ({
      ...segment,
      length: bytes + 1 - relative.seq,
    }))
  },

  /** It was told only when all was over. */
  sendsNothing: ({ of: { end }, until }, record) =>
    altered(record, (fact) =>
      fact.kind === 'program' && fact.host === end && fact.deed === 'cued' && fact.text === until
        ? [{ ...fact, at: storyEnd(record) }]
        : [fact],
    ),

  /** It sent next to nothing until the line was narrower, or from when it was wider: no late machine explains that. */
  followsLine: ({ of, change }, record) => {
    const [, changed] = linesToward(record, otherThan(of.end)).slice(change === 'narrower' ? 0 : 1)
    const { from } = needed(changed, `line that is made ${change}`)
    const some = sentBy(record, of).filter(({ sent }) => (change === 'narrower' ? sent.at < from : sent.at >= from))
    return sentOtherwise(record, some, (segment) => ({ ...segment, length: Math.ceil(segment.length / 1000) }))
  },

  closesWindow: ({ of }, record) =>
    sentOtherwise(record, sentBy(record, of), (segment) => ({ ...segment, window: segment.window || 1 })),

  /** At the end comes a segment more, of a kind that no line admits there. */
  shows: ({ of: { connection }, lines }, record) => {
    const flags = needed(
      strangers.find((each) => !lines.some((line) => admits(line, each))),
      'kind that is no line’s',
    )
    return withOneMore(record, connection, 'client', flags)
  },

  /** tcpdump prints another flag in the first line. */
  prints: (_, record) => {
    const first = needed(
      record.facts.find(({ kind }) => kind === 'printed'),
      'printed line',
    )
    return altered(record, (fact) =>
      fact === first && fact.kind === 'printed'
        ? [{ ...fact, line: fact.line.replace('Flags [', 'Flags [U') }]
        : [fact],
    )
  },

  neverShows: ({ of: { connection }, end, flag }, record) =>
    withOneMore(record, connection, end, flag === 'F' ? 'F.' : flag),

  /** The first piece is a byte shorter. */
  segments: ({ of: { connection }, end }, record) => {
    const data = sentBy(record, { connection, end }).filter(({ segment }) => segment.length > 0)
    return sentOtherwise(record, data.slice(0, 1), (segment) => ({ ...segment, length: segment.length - 1 }))
  },

  /** The last byte does not arrive, however often it is sent. */
  delivers: ({ of: { connection }, end, bytes }, record) => {
    const last = sentBy(record, { connection, end }).filter(
      ({ relative: { seq, length } }) => seq <= bytes && seq + length > bytes,
    )
    const arrivals = new Set<Fact>(last.flatMap(({ arrived }) => arrived ?? []))
    return counting(
      removed(record, (fact) => arrivals.has(fact)),
      otherThan(end),
      ['Tcp.InSegs'],
      -arrivals.size,
    )
  },

  /** What had stopped in the router went on to the other end. */
  loses: ({ of: { connection }, end }, record) => {
    const lost = sentBy(record, { connection, end }).filter(({ stoppedAtRouter }) => stoppedAtRouter)
    const last = new Set<Fact>(lost.flatMap(({ taps }) => taps.filter(({ host }) => host === 'router')))
    const host = otherThan(end)
    const arrived = altered(record, (fact) =>
      fact.kind === 'segment' && last.has(fact)
        ? [fact, { ...fact, direction: 'out', tap: host }, { ...fact, host, direction: 'in', tap: 'eth0' }]
        : [fact],
    )
    return counting(arrived, host, ['Tcp.InSegs'], last.size)
  },

  /** The second connection's client is a thousand million numbers farther on. */
  hasClockedNumbers: (_, record) => withIsn(record, 2, 'client', 1e9),

  beginsBeyond: ({ of: { connection }, end }, record) => withIsn(record, connection, end, 1),

  /** The server had not said it. */
  uses: ({ of, option }, record) => saidOtherwise(record, { ...of, end: 'server' }, option, false),

  /** The client had said it where nobody did, or had not where it did. */
  neverUses: ({ of, option, saidBy }, record) =>
    saidOtherwise(record, { ...of, end: 'client' }, option, saidBy !== 'client'),

  /** The second connection's client has the first one's number. */
  hasFreshNumbers: (_, record) => {
    const [first, second] = connectionsOf(record).map(({ isn }) => isn.client)
    return withIsn(record, 2, 'client', needed(first, 'ISN') - needed(second, 'second ISN'))
  },
}

/** This end of the connection has chosen an ISN so much farther on. */
function withIsn(record: Evidence, number: number, end: End, by: number): Evidence {
  const of = transitsOf(record).filter(({ connection }) => connection.number === number)
  return sentOtherwise(record, of, (segment, { speaker }) =>
    speaker === end ? { ...segment, seq: advance(segment.seq, by) } : { ...segment, ack: advance(segment.ack, by) },
  )
}

/** The SYN of this end carries the option, or does not. */
function saidOtherwise(
  record: Evidence,
  of: { end: End; connection: number },
  option: Option,
  says: boolean,
): Evidence {
  const syns = sentBy(record, of).filter(({ segment }) => segment.flags.includes('S'))
  return sentOtherwise(record, syns, (segment) => {
    const { timestamp, windowScale, sackPermitted, ...others } = segment.options
    const kept = {
      timestamps: { timestamp: timestamp ?? { value: 1, echo: 0 } },
      'window scale': { windowScale: windowScale ?? 7 },
      SACK: { sackPermitted: true },
    }[option]
    const rest = {
      ...(timestamp && option !== 'timestamps' ? { timestamp } : {}),
      ...(windowScale !== undefined && option !== 'window scale' ? { windowScale } : {}),
      ...(sackPermitted && option !== 'SACK' ? { sackPermitted } : {}),
    }
    return { ...segment, options: { ...others, ...rest, ...(says ? kept : {}) } }
  })
}

const sentBy = (record: Evidence, of: { readonly end: End; readonly connection: number }): Transit[] =>
  transitsOf(record).filter(({ connection, speaker }) => connection.number === of.connection && speaker === of.end)

/** The same change of each of these segments at every tap that saw it. */
function sentOtherwise(
  record: Evidence,
  transits: readonly Transit[],
  alter: (segment: Segment, transit: Transit) => Segment,
): Evidence {
  const transitOf = new Map<Fact, Transit>(transits.flatMap((transit) => transit.taps.map((tap) => [tap, transit])))
  return altered(record, (fact) => {
    const transit = transitOf.get(fact)
    return fact.kind === 'segment' && transit ? [{ ...fact, segment: alter(fact.segment, transit) }] : [fact]
  })
}

function withoutSack(segment: Segment): Segment {
  const { sack: _, ...options } = segment.options
  return { ...segment, options }
}

/** What a lab's lines seldom speak of, and never all of it. */
const strangers: readonly Flags[] = ['R', 'F.', 'P.'] as Flags[]

const admits = (line: Line, flags: Flags): boolean =>
  (isWildcard(line) ? line.anyOf : []).some(
    (kind) =>
      kind.speaker === 'client' && (kind.flags === undefined || withoutHints(kind.flags) === withoutHints(flags)),
  )

/** The record with one segment more, shortly before its end: like one that crossed, with these flags and from this end. */
function withOneMore(record: Evidence, number: number, from: End, flags: string): Evidence {
  const all = transitsOf(record).filter(({ connection }) => connection.number === number)
  const own = all.filter(({ speaker }) => speaker === from)
  const like = needed(own.findLast(({ arrived }) => arrived) ?? own.at(-1) ?? all.at(-1), 'segment')
  const length = flags === 'P.' ? 1 : 0
  const { from: at, to } = like.segment
  const ends = like.speaker === from ? { from: at, to } : { from: to, to: at }
  const [first, last] = [like.sent.at, Math.max(...like.taps.map((tap) => tap.at))]
  // Before the next connection between the same pair begins, whose it would be else.
  const end = Math.min(storyEnd(record), like.connection.until)
  const by = Math.max(first, end - 1 - (last - first)) - first
  const taps = like.taps.map(
    (tap): SegmentFact => ({
      ...tap,
      at: ms(tap.at + by),
      direction: like.speaker === from ? tap.direction : tap.direction === 'in' ? 'out' : 'in',
      segment: { ...tap.segment, ...ends, flags: flags as Flags, length, id: 4711 },
    }),
  )
  const sent = flags === 'R' ? ['Tcp.OutSegs', 'Tcp.OutRsts'] : ['Tcp.OutSegs']
  const counted = counting(counting(record, from, sent, 1), otherThan(from), ['Tcp.InSegs'], 1)
  return added(counted, ...taps.toSorted(byTime))
}

const otherThan = (end: End): End => (end === 'client' ? 'server' : 'client')
