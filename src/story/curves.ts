import type { End, Evidence, SegmentFact, SocketTimer } from '../evidence.ts'
import { carries, type Milliseconds } from '../tcp.ts'
import type { Connection } from './connections.ts'
import { isLost } from './lost.ts'
import { looksAt } from './polls.ts'
import { remembered } from './remembered.ts'
import { type Transit, transitsOf } from './transits.ts'

/** What looks at one end's socket showed at a moment: what it held, what ran down, how much it dared to send. */
export interface Gauge {
  readonly at: Milliseconds
  /** Bytes sent and not acknowledged; bytes arrived and not read. */
  readonly sendQueue?: number
  readonly receiveQueue?: number
  readonly timer?: SocketTimer
  /** In segments, as `ss -i` prints them. */
  readonly window?: number
  readonly threshold?: number
}

/** What looks showed of the end's socket, in order; a look that showed the same as the one before is left out. */
export function gaugesOf(evidence: Evidence, end: End, connection: Connection): readonly Gauge[] {
  const gauges: Gauge[] = []
  for (const { at, by, sendQueue, receiveQueue, timer, congestion } of looksAt(evidence, end, connection)) {
    // netstat rounds its timers to hundredths of a second, and shows nothing that the others do not.
    if (by === 'netstat') continue
    const { window, threshold } = congestion ?? gauges.findLast((gauge) => gauge.window !== undefined) ?? {}
    const gauge: Gauge = {
      at,
      ...(sendQueue === undefined ? {} : { sendQueue }),
      ...(receiveQueue === undefined ? {} : { receiveQueue }),
      ...(timer === undefined ? {} : { timer }),
      ...(window === undefined ? {} : { window }),
      ...(threshold === undefined ? {} : { threshold }),
    }
    if (!isAsBefore(gauge, gauges.at(-1))) gauges.push(gauge)
  }
  return gauges
}

/** How far a timer may be from where it would have run down to, and still be the same one. Milliseconds. */
const sameTimer = 60

function isAsBefore(gauge: Gauge, before: Gauge | undefined): boolean {
  if (!before) return false
  const { timer: now } = gauge
  const { timer: then } = before
  const runsOn =
    now?.name === then?.name && Math.abs((now?.left ?? 0) - ((then?.left ?? 0) - (gauge.at - before.at))) < sameTimer
  const wasOff = now === undefined && then === undefined
  const fields = ['sendQueue', 'receiveQueue', 'window', 'threshold'] as const
  return (wasOff || (now !== undefined && runsOn)) && fields.every((field) => gauge[field] === before[field])
}

/** A number of an end's, from a moment on. */
export interface Point {
  readonly at: Milliseconds
  readonly value: number
}

/** How a transfer from one end went. */
export interface Transfer {
  /** Each segment that took up numbers: from which to which, relative to the ISN, and what became of it. */
  readonly sent: ReadonlyArray<{
    readonly at: Milliseconds
    readonly from: number
    readonly until: number
    readonly fate: 'arrives' | 'is lost' | 'again'
  }>
  /** Up to which number the other end has acknowledged, when the sender heard of it. */
  readonly acknowledged: readonly Point[]
  /** Up to which number the other end's window let it send. */
  readonly allowed: readonly Point[]
  /** Sent and not acknowledged: bytes in flight. */
  readonly inFlight: readonly Point[]
}

/** The classic graph's curves of one direction, from what the sender sent and what arrived there. */
export function transferOf(evidence: Evidence, end: End, { number }: Connection): Transfer {
  const own = transitsOf(evidence).filter(({ connection, isCopy }) => connection.number === number && !isCopy)
  const sent = own.filter(({ speaker, relative }) => speaker === end && relative.length > 0)
  const heard = own.flatMap((transit) =>
    transit.speaker !== end && transit.arrived && carries(transit.segment, '.')
      ? [{ transit, arrived: transit.arrived }]
      : [],
  )
  const acknowledged = rising(heard.map(({ transit, arrived }) => ({ at: arrived.at, value: transit.relative.ack })))
  const scale = scaleOf(own, end === 'client' ? 'server' : 'client')
  const allowed = heard.map(({ transit, arrived }) => ({
    at: arrived.at,
    value: transit.relative.ack + windowOf(transit, scale),
  }))
  return {
    sent: sent.map((transit) => toSent(evidence, transit)),
    acknowledged,
    allowed,
    inFlight: inFlightOf(sent, acknowledged),
  }
}

const toSent = (evidence: Evidence, transit: Transit): Transfer['sent'][number] => {
  const { sent, arrived, relative, repeats, stoppedAtRouter } = transit
  const waits = stoppedAtRouter && !isLost(evidence, transit)
  const fate = repeats === undefined ? 'arrives' : 'again'
  return {
    at: sent.at,
    from: relative.seq,
    until: relative.seq + relative.length,
    fate: arrived || waits ? fate : 'is lost',
  }
}

/** A SYN's window is not scaled (RFC 7323 section 2.2), and no other by more than fourteen (section 2.3). */
const windowOf = ({ segment }: Transit, scale: number): number =>
  carries(segment, 'S') ? segment.window : segment.window * 2 ** Math.min(14, scale)

/** What both SYNs carried; none where one of them did not. */
function scaleOf(own: readonly Transit[], speaker: End): number {
  const syns = own.filter(({ segment }) => carries(segment, 'S'))
  const of = (end: End) => syns.find((transit) => transit.speaker === end)?.segment.options.windowScale
  return of('client') === undefined || of('server') === undefined ? 0 : (of(speaker) ?? 0)
}

/** The window that an end advertised in each segment that it sent, in bytes. */
export function windowsOf(evidence: Evidence, end: End, { number }: Connection): readonly Point[] {
  const own = ofConnection(evidence).get(number) ?? []
  const scale = scaleOf(own, end)
  return own
    .filter(({ speaker, segment, isCopy }) => speaker === end && !isCopy && !carries(segment, 'R'))
    .map((transit) => ({ at: transit.sent.at, value: windowOf(transit, scale) }))
}

const ofConnection = remembered((evidence: Evidence) =>
  Map.groupBy(transitsOf(evidence), ({ connection }) => connection.number),
)

const rising = (points: readonly Point[]): Point[] => {
  let most = Number.NEGATIVE_INFINITY
  return points.filter(({ value }) => {
    if (value <= most) return false
    most = value
    return true
  })
}

function inFlightOf(sent: readonly Transit[], acknowledged: readonly Point[]): Point[] {
  const events = [
    ...sent.map(({ sent: { at }, relative }) => ({ at, sent: relative.seq + relative.length, acked: 0 })),
    ...acknowledged.map(({ at, value }) => ({ at, sent: 0, acked: value })),
  ].sort((a, b) => a.at - b.at)
  let [highest, lowest] = [1, 1]
  return events.map(({ at, sent: until, acked }) => {
    highest = Math.max(highest, until)
    lowest = Math.max(lowest, acked)
    return { at, value: Math.max(0, highest - lowest) }
  })
}

/** By whom, where and when a segment was captured, in the order of its way. */
export const tapsInOrder = ({ taps }: Transit): readonly SegmentFact[] => taps.toSorted((a, b) => a.at - b.at)
