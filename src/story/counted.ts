import {
  type CountersFact,
  type End,
  type Evidence,
  factsOf,
  type KernelFact,
  rawEnd,
  type SegmentFact,
} from '../evidence.ts'
import { addressOf, carries, distance, portOf, type SequenceNumber, sequenceEnd } from '../tcp.ts'
import { isPairOf } from './connections.ts'
import { latenessOf } from './late.ts'
import type { Miscounted } from './missing.ts'
import { socketsOf } from './sockets.ts'

/** A number that the kernel counted at one end, and what the wire shows of the same. */
export interface Miscount {
  readonly end: End
  readonly what: Miscounted
  readonly counted: number
  /** The wire shows so many at least, and so many at most: what passed while the counters were read may count or not. */
  readonly shown: readonly [least: number, most: number]
  readonly because: CountersFact
}

/**
 * Where the kernel's counters and its tracepoints name another number than the captures: a segment that nobody captured, or
 * one that no kernel sent. Linux counts a segment that is sent again in RetransSegs and not in OutSegs, a SYN+ACK that is
 * sent again in both (tcp_rtx_synack), and the SYN+ACK of a simultaneous open in neither (tcp_send_synack).
 */
export function miscounts(evidence: Evidence): Miscount[] {
  const ends: readonly End[] = evidence.setting.loopback ? ['server'] : ['client', 'server']
  return ends.flatMap((end) => {
    const fact = factsOf(evidence, 'counters').find(({ host }) => host === end)
    return fact ? miscountsAt(evidence, end, fact) : []
  })
}

function miscountsAt(evidence: Evidence, end: End, because: CountersFact): Miscount[] {
  const { setting } = evidence
  const tap = factsOf(evidence, 'segment').filter(({ host }) => setting.loopback || host === end)
  const isOwn = ({ segment: { from } }: SegmentFact): boolean =>
    setting.loopback || (addressOf(from) === setting[end] && addressOf(from) !== setting.rawPeer)
  const sent = tap.filter((fact) => (setting.loopback || fact.direction === 'out') && isOwn(fact))
  const arrived = tap.filter(({ direction }) => setting.loopback || direction === 'in')
  const { again, synAcksAgain, crossed } = repetitions(sent)
  const isRst = ({ segment }: SegmentFact): boolean => carries(segment, 'R')
  const count = (name: string): number => because.moved[name] ?? 0
  // In the name of a raw peer its host's kernel would send RSTs that the firewall keeps back.
  const silenced = end === rawEnd(setting) ? count('Tcp.OutRsts') : 0
  // Of what passed while the counters were read nobody knows whether it was counted twice, or at all.
  const twice = [synAcksAgain.filter(isBefore(because)).length, synAcksAgain.length]
  const sentInAll = count('Tcp.OutSegs') + count('Tcp.RetransSegs') + crossed.length - silenced
  const compared = [
    {
      what: 'sent' as const,
      counted: twice.map((number) => sentInAll - number),
      on: silenced > 0 ? sent.filter((fact) => !isRst(fact)) : sent,
    },
    { what: 'arrived' as const, counted: [count('Tcp.InSegs')], on: arrived },
    { what: 'sent again' as const, counted: [count('Tcp.RetransSegs')], on: again },
    ...(silenced > 0 ? [] : [{ what: 'RSTs sent' as const, counted: [count('Tcp.OutRsts')], on: sent.filter(isRst) }]),
  ]
  const others = setting.loopback ? 0 : count('Lo.packets')
  return [
    ...compared.flatMap(({ what, counted, on }) => miscount({ end, what, because }, counted, on, others)),
    ...(silenced > 0 ? [] : tracedTooOften(evidence, end, because, { again, rsts: sent.filter(isRst), arrived })),
  ]
}

/** A counter is read in a moment, and what a capture says of it may be off by this. */
const slack = 1

/** What had passed for certain when the counters were read. */
const isBefore =
  (counters: CountersFact) =>
  ({ at, within }: SegmentFact): boolean =>
    at + within < counters.at - slack

/**
 * @param counted what the counters may mean
 * @param others packets of connections within the host, which nobody captures and every counter counts
 */
function miscount(
  named: Pick<Miscount, 'end' | 'what' | 'because'>,
  counted: readonly number[],
  on: readonly SegmentFact[],
  others: number,
): Miscount[] {
  const shown = [on.filter(isBefore(named.because)).length, on.length] as const
  const [most, least] = [Math.max(...counted), Math.min(...counted)]
  if (most < shown[0]) return [{ ...named, counted: most, shown }]
  return least > on.length + others ? [{ ...named, counted: least, shown }] : []
}

/** Each event of these the wire must show, and where the wire shows some, a kernel that is listened to has told of one. */
function tracedTooOften(
  evidence: Evidence,
  end: End,
  because: CountersFact,
  wire: {
    readonly again: readonly SegmentFact[]
    readonly rsts: readonly SegmentFact[]
    readonly arrived: readonly SegmentFact[]
  },
): Miscount[] {
  if (evidence.setting.missing.kernel !== undefined) return []
  const { isOurs } = socketsOf(evidence)
  // Tracepoints are the whole machine's: what they say of a pair that never was on our wire is another namespace's.
  const own = factsOf(evidence, 'kernel').filter(
    (fact) =>
      (evidence.setting.loopback || fact.host === end) &&
      // A request is told of by its listener's socket.
      (portOf(fact.remote) === 0 || isPairOf(evidence, fact)) &&
      isOurs(fact),
  )
  const events = (...names: ReadonlyArray<KernelFact['event']>): KernelFact[] =>
    own.filter(({ event }) => names.includes(event))
  const apart = 20 + latenessOf(evidence)
  const rstsArrived = wire.arrived.filter(({ segment }) => carries(segment, 'R'))
  const compared = [
    {
      what: 'traced: sent again' as const,
      traced: events('tcp_retransmit_skb', 'tcp_retransmit_synack'),
      on: wire.again,
      all: true,
    },
    { what: 'traced: RSTs sent' as const, traced: events('tcp_send_reset'), on: wire.rsts, all: false },
    { what: 'traced: RSTs arrived' as const, traced: events('tcp_receive_reset'), on: rstsArrived, all: false },
  ]
  return compared.flatMap(({ what, traced, on, all }) => {
    // A train of segments is one event; older kernels tell of no RST that is sent without a socket.
    const least = all && on.some(({ at }) => at < because.at - slack) ? 1 : 0
    const untimely = traced.some((event) => !on.some(({ at }) => Math.abs(at - event.at) <= apart))
    return untimely || traced.length < least || traced.length > on.length
      ? [{ end, what, because, counted: traced.length, shown: [least, on.length] as const }]
      : []
  })
}

/** How far one host has come in what it sends to one other. */
interface Progress {
  /** The number of its SYN, by which one that is sent again is known; the bytes of Fast Open's stay behind (RFC 7413). */
  readonly syn: SequenceNumber | undefined
  readonly answersSyn: boolean
  readonly crossed: boolean
  readonly highest: SequenceNumber
}

/** What of the segments of one host, in the order of time, was sent before, and which of them the kernel counts otherwise. */
function repetitions(sent: readonly SegmentFact[]) {
  const known = new Map<string, Progress>()
  const found = { again: [] as SegmentFact[], synAcksAgain: [] as SegmentFact[], crossed: [] as SegmentFact[] }
  for (const fact of sent) {
    const { segment } = fact
    const end = sequenceEnd(segment)
    if (end === segment.seq) continue
    const pair = `${segment.from} ${segment.to}`
    const before = known.get(pair)
    const answersSyn = carries(segment, '.')
    if (carries(segment, 'S')) {
      if (before?.syn !== segment.seq) known.set(pair, { syn: segment.seq, answersSyn, crossed: false, highest: end })
      else if (answersSyn && !before.answersSyn && !before.crossed) {
        // The SYN of a simultaneous open is said again with the ACK of the other end's.
        found.crossed.push(fact)
        known.set(pair, { ...before, crossed: true })
      } else {
        found.again.push(fact)
        if (answersSyn && before.answersSyn) found.synAcksAgain.push(fact)
      }
    } else if (before && distance(before.highest, end) <= 0) found.again.push(fact)
    else known.set(pair, { syn: undefined, answersSyn: false, crossed: false, ...before, highest: end })
  }
  return found
}
