import { type End, type Evidence, factsOf, type SegmentFact } from '../evidence.ts'
import { carries, distance, type SequenceNumber, type State, sequenceEnd } from '../tcp.ts'
import { type Connection, isWithItself, spanAt } from './connections.ts'

/** A state that RFC 9293 section 3.10.7 prescribes for an end after a segment that it sent or received. */
export interface Implied {
  readonly state: State
  readonly fact: SegmentFact
}

/**
 * The states that an end must have gone through, from the segments at its own tap alone. This is no sight of the
 * kernel: it fills in states that were passed faster than any poller looks, and it must not contradict those who looked.
 */
export function impliedStates(evidence: Evidence, end: End, connection: Connection): Implied[] {
  const loopback = evidence.setting.loopback
  const { from, until } = spanAt(evidence, end, connection)
  const seen = factsOf(evidence, 'segment').filter(
    ({ segment, host, at }) => (loopback || host === end) && at >= from && at < until && belongs(segment, connection),
  )
  const found: Implied[] = []
  let state: State = end === 'client' ? 'CLOSED' : 'LISTEN'
  let fin: SequenceNumber | undefined
  let before: SegmentFact | undefined
  for (const { fact, sent } of seen.flatMap((each) => passing(each, end, connection))) {
    // Whoever answers the ACK of its SYN+ACK with a RST had no room for the connection: it never was ESTABLISHED.
    const last = found.at(-1)
    if (sent && carries(fact.segment, 'R') && last?.state === 'ESTABLISHED' && last.fact === before) {
      if (found.at(-2)?.state === 'SYN-RECEIVED') found.pop()
    }
    before = fact
    const next = after(state, fact, sent, { fin, isn: connection.isn[end] })
    if (sent && carries(fact.segment, 'F')) fin = sequenceEnd(fact.segment)
    if (next === state || next === undefined) continue
    // The ACK of the SYN is looked at before the FIN of the same segment: there is no edge past ESTABLISHED.
    if (state === 'SYN-RECEIVED' && next === 'CLOSE-WAIT') found.push({ state: 'ESTABLISHED', fact })
    state = next
    found.push({ state, fact })
  }
  return found
}

/** What a socket that is connected to itself sends it also receives. */
const passing = (fact: SegmentFact, end: End, connection: Connection) =>
  isWithItself(connection)
    ? [
        { fact, sent: true },
        { fact, sent: false },
      ]
    : [{ fact, sent: fact.segment.from === connection[end] }]

const belongs = (segment: SegmentFact['segment'], { client, server }: Connection): boolean =>
  (segment.from === client && segment.to === server) || (segment.from === server && segment.to === client)

function after(
  state: State,
  { segment }: SegmentFact,
  sent: boolean,
  { fin, isn }: { readonly fin: SequenceNumber | undefined; readonly isn: SequenceNumber | undefined },
): State | undefined {
  const has = (letter: 'S' | 'F' | 'R' | '.'): boolean => carries(segment, letter)
  const acknowledgesFin = fin !== undefined && has('.') && segment.ack === fin
  // A RST that acknowledges the SYN refuses the connection (RFC 9293 section 3.10.7.3). Later ones end it only where their
  // number is acceptable, which is the kernel's to decide and the pollers' to see.
  if (has('R')) return !sent && state === 'SYN-SENT' && has('.') ? 'CLOSED' : undefined
  if (sent) {
    // A server that opens actively was never in LISTEN on that socket.
    if (has('S') && !has('.') && (state === 'CLOSED' || state === 'LISTEN')) return 'SYN-SENT'
    // That somebody listens shows in the answer only; a SYN to a closed port changes no state.
    if (has('S') && has('.') && state === 'LISTEN') return 'SYN-RECEIVED'
    if (has('F') && (state === 'ESTABLISHED' || state === 'SYN-RECEIVED')) return 'FIN-WAIT-1'
    return has('F') && state === 'CLOSE-WAIT' ? 'LAST-ACK' : undefined
  }
  switch (state) {
    case 'SYN-SENT':
      // What acknowledges an old number, or one not sent yet, is answered with a RST, and nothing else comes of it.
      if (has('.') && isn !== undefined && distance(isn, segment.ack) < 1) return undefined
      return has('S') ? (has('.') ? 'ESTABLISHED' : 'SYN-RECEIVED') : undefined
    case 'SYN-RECEIVED':
      return has('S') ? undefined : has('F') ? 'CLOSE-WAIT' : has('.') ? 'ESTABLISHED' : undefined
    case 'ESTABLISHED':
      return has('F') ? 'CLOSE-WAIT' : undefined
    case 'FIN-WAIT-1':
      if (acknowledgesFin) return has('F') ? 'TIME-WAIT' : 'FIN-WAIT-2'
      return has('F') ? 'CLOSING' : undefined
    case 'FIN-WAIT-2':
      return has('F') ? 'TIME-WAIT' : undefined
    case 'CLOSING':
      return acknowledgesFin ? 'TIME-WAIT' : undefined
    case 'LAST-ACK':
      return acknowledgesFin ? 'CLOSED' : undefined
    default:
      return undefined
  }
}
