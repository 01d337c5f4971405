import { type End, type Evidence, type Fact, factsOf, type PollFact, type SampleFact } from '../../evidence.ts'
import type { Cause } from '../../finding/programs.ts'
import { type Connection, connectionsOf, isWithItself } from '../../story/connections.ts'
import { looksAt } from '../../story/polls.ts'
import { bringsTo, type Transit, transitsOf } from '../../story/transits.ts'
import { carries, type Milliseconds, ms, type State } from '../../tcp.ts'

/** The lines of the labs' programs that tell what they have read; other lines have no cause that a kernel could show. */
export function causeOf(line: string): Cause | undefined {
  if (line === 'eof') return { fin: true }
  const [, bytes] = /^received (\d+)\b/.exec(line) ?? []
  return bytes === undefined ? undefined : { bytes: Number(bytes) }
}

/** What the wire and the sockets' receive queues tell of something that a program must have read. */
export type Read =
  | { readonly is: 'read'; readonly because: readonly Fact[] }
  | { readonly is: 'not arrived'; readonly because: readonly Fact[] }
  | { readonly is: 'unread'; readonly queued: number; readonly because: readonly Fact[] }
  | { readonly is: 'untold' }

/**
 * Whether the end's programs can have read this by the moment: it had arrived, and from then on no look at the socket shows
 * it in the receive queue, where a FIN that was not read counts one (net/ipv4/tcp.c, tcp_recvmsg_locked).
 *
 * @param by when it was read at the latest; at some time, when not said
 */
export function wasRead(evidence: Evidence, end: End, { bytes = 0, fin = false }: Cause, by?: Milliseconds): Read {
  const ways = connectionsOf(evidence).map((connection) => arrivals(evidence, end, connection))
  const came = ways.filter((way) => (fin ? way.fin : way.bytes > 0))
  const moment = by ?? arrivedAt(came, { bytes, fin })
  const inTime = ways.map((way) => way.upTo(moment ?? Number.NEGATIVE_INFINITY))
  const total = inTime.reduce((sum, way) => sum + way.bytes, 0)
  const has = fin ? inTime.some((way) => way.fin) : total >= bytes
  const because = inTime.flatMap((way) => way.last ?? []).slice(0, 1)
  if (moment === undefined || !has) return { is: 'not arrived', because }
  if (fin)
    return finRead(
      evidence,
      end,
      inTime.filter((way) => way.fin),
      moment,
      by === undefined,
    )
  const looks = queues(evidence, end, moment)
  const still = [...looks, ...queuesBefore(evidence, end, moment)]
  const wrong = still.find(({ at, queued }) => queued > arrivedBy(ways, at) - bytes)
  if (by === undefined) {
    const empty = looks.find(({ at, queued }) => queued <= arrivedBy(ways, at) - bytes)
    if (empty) return { is: 'read', because: [...because, ...empty.because] }
    return wrong ? { is: 'unread', queued: wrong.queued, because: wrong.because } : { is: 'untold' }
  }
  return wrong ? { is: 'unread', queued: wrong.queued, because: wrong.because } : { is: 'read', because }
}

function finRead(evidence: Evidence, end: End, ways: readonly Way[], moment: Milliseconds, mustBeSeen: boolean): Read {
  const verdicts = ways.map(({ connection, last }): Read => {
    const looks = queues(evidence, end, moment, [connection])
    const empty = looks.find(({ queued }) => queued === 0)
    const full = looks.find(({ queued }) => queued > 0)
    const because = last ? [last] : []
    if (mustBeSeen ? empty : !full) return { is: 'read', because: [...because, ...(empty?.because ?? [])] }
    return full ? { is: 'unread', queued: full.queued, because: full.because } : { is: 'untold' }
  })
  return verdicts.find(({ is }) => is === 'read') ?? verdicts[0] ?? { is: 'untold' }
}

/** What has arrived at one end on one connection. */
interface Way {
  readonly connection: Connection
  /** Bytes without a gap. */
  readonly bytes: number
  readonly fin: boolean
  readonly last?: Fact
  upTo(moment: number): Way
}

function arrivals(evidence: Evidence, end: End, connection: Connection): Way {
  const all = transitsOf(evidence).filter(
    (transit) =>
      bringsTo(connection, transit) && transit.arrived && (transit.speaker !== end || isWithItself(connection)),
  )
  const upTo = (moment: number): Way => {
    const arrived = all.filter((transit) => arrivalOf(transit) <= moment)
    const reached = unbroken(arrived)
    const fin = arrived.some(
      ({ segment, relative }) => carries(segment, 'F') && relative.seq + relative.length <= reached,
    )
    const last = arrived.at(-1)?.arrived
    return { connection, bytes: reached - 1, fin, ...(last ? { last } : {}), upTo }
  }
  return upTo(Number.POSITIVE_INFINITY)
}

/** When it had arrived at the latest, as far as the clocks of captures tell: the earliest moment that they admit. */
const arrivalOf = ({ arrived }: Transit): number => (arrived ? arrived.at - arrived.within : Number.POSITIVE_INFINITY)

const arrivedBy = (ways: readonly Way[], moment: number): number =>
  ways.reduce((sum, way) => {
    const { bytes, fin } = way.upTo(moment)
    return sum + bytes + (fin ? 1 : 0)
  }, 0)

/** The moment from which so much had arrived. */
function arrivedAt(ways: readonly Way[], { bytes = 0, fin = false }: Cause): Milliseconds | undefined {
  const moments = ways.flatMap((way) => (way.last ? [way.last.at] : []))
  const enough = moments.toSorted((a, b) => a - b).find((moment) => fin || arrivedBy(ways, moment) >= bytes)
  return enough
}

/** The first number after the SYN's that no segment has brought. */
export function unbroken(transits: readonly Transit[]): number {
  const ranges = transits
    .map(({ segment, relative: { seq, length } }) => {
      // A SYN's bytes come after the SYN itself, which counts one (Fast Open, RFC 7413).
      const from = seq + (carries(segment, 'S') ? 1 : 0)
      return { from, to: from + length }
    })
    .toSorted((a, b) => a.from - b.from)
  return ranges.reduce((reached, { from, to }) => (from <= reached && to > reached ? to : reached), 1)
}

/** The states in which a program still has its socket, and may read from it. */
export const openStates: readonly State[] = ['ESTABLISHED', 'CLOSE-WAIT']

/** What was queued at the end's sockets together, by a look. */
export interface Queue {
  readonly at: Milliseconds
  /** When the look was begun at the earliest. */
  readonly from: Milliseconds
  readonly queued: number
  readonly because: readonly SampleFact[]
}

/**
 * How much was queued at the end's sockets together, at each look that was begun after the moment. The table's poller tells
 * of a socket only when it changes: what it told last stands at every later look.
 */
function queues(evidence: Evidence, end: End, moment: number, connections = connectionsOf(evidence)): readonly Queue[] {
  const samples = samplesOf(evidence, end, connections)
  const looks = tableLooks(evidence, end, moment)
  const standing = looks.flatMap((look) => standingAt(samples, look, ({ at }) => at <= look.at))
  const printed = samples.flatMap((each) =>
    each
      .filter(({ by, at, within }) => by !== 'table' && at - within > moment)
      .map(
        (sample): Queue => ({
          at: sample.at,
          from: ms(sample.at - sample.within),
          queued: sample.receiveQueue ?? 0,
          because: [sample],
        }),
      ),
  )
  return [...standing, ...printed]
}

/** The same at the end of this one connection, while its socket was in one of these states. */
export const queuesIn = (
  evidence: Evidence,
  { end, number, states }: { readonly end: End; readonly number: number; readonly states: readonly State[] },
  moment: number,
): readonly Queue[] =>
  queues(
    evidence,
    end,
    moment,
    connectionsOf(evidence).filter((connection) => connection.number === number),
  ).filter(({ because }) => because.every(({ state }) => states.includes(state)))

/**
 * How much was queued by the look before each of these, which began as long before as they are inexact: what was told until then
 * stood there, too. It may come of before what has arrived by the moment that it bears.
 */
const queuesBefore = (evidence: Evidence, end: End, moment: number): readonly Queue[] => {
  const samples = samplesOf(evidence, end, connectionsOf(evidence))
  return tableLooks(evidence, end, moment).flatMap((look) => standingAt(samples, look, ({ at }) => at < look.at))
}

const samplesOf = (evidence: Evidence, end: End, connections: readonly Connection[]): readonly SampleFact[][] =>
  connections.map((each) => looksAt(evidence, isWithItself(each) ? 'server' : end, each))

/** The looks at the table that were begun after the moment. */
const tableLooks = (evidence: Evidence, end: End, moment: number): readonly PollFact[] =>
  factsOf(evidence, 'poll').filter(
    ({ host, by, at, within }) =>
      host === (evidence.setting.loopback ? 'server' : end) && by === 'table' && at - within > moment,
  )

/** What the table told last of each socket, as of a look. */
function standingAt(
  samples: readonly SampleFact[][],
  { at, within }: PollFact,
  isToldBy: (sample: SampleFact) => boolean,
): readonly Queue[] {
  const last = samples.flatMap((each) => each.findLast((sample) => sample.by === 'table' && isToldBy(sample)) ?? [])
  return last.length === 0 ? [] : [{ at, from: ms(at - within), queued: sum(last), because: last.slice(0, 1) }]
}

const sum = (samples: readonly SampleFact[]): number =>
  samples.reduce((total, { receiveQueue = 0 }) => total + receiveQueue, 0)
