import { type End, type Evidence, factsOf, type SegmentFact } from '../evidence.ts'
import { carries, distance, type RelativeSegment, type Segment, sequenceEnd } from '../tcp.ts'
import { type Connection, connectionsOf } from './connections.ts'
import { remembered } from './remembered.ts'

/** One segment's way from end to end, put together from the taps that it passed. */
export interface Transit {
  readonly number: number
  readonly connection: Connection
  readonly speaker: End
  readonly segment: Segment
  readonly relative: RelativeSegment
  /** The earliest tap that saw it: the sender's own, save for a segment that was made in the network. */
  readonly sent: SegmentFact
  readonly arrived?: SegmentFact
  /** The network made it: the very same segment left its sender once only, and is another transit. */
  readonly isCopy: boolean
  /** It entered the router and did not leave it. */
  readonly stoppedAtRouter: boolean
  readonly taps: readonly SegmentFact[]
  /** The number of an earlier transit with the same flags, seq and length from the same end: this one is sent again. */
  readonly repeats?: number
}

type Draft = { taps: SegmentFact[]; key: string; connection: Connection; speaker: End }

/** Every segment of the run's connections, in the order in which they were sent. */
export const transitsOf = remembered((evidence: Evidence): readonly Transit[] => {
  const connections = connectionsOf(evidence)
  const drafts: Draft[] = []
  const open = new Map<string, Draft[]>()
  for (const fact of factsOf(evidence, 'segment')) {
    const key = keyOf(fact.segment)
    const tap = tapOf(fact)
    const waiting = open.get(key) ?? []
    const draft = waiting.find(({ taps }) => !taps.some((each) => tapOf(each) === tap))
    if (draft) {
      draft.taps.push(fact)
      continue
    }
    const place = placeOf(fact, connections)
    if (!place) continue
    const fresh = { taps: [fact], key, ...place }
    drafts.push(fresh)
    open.set(key, [...waiting, fresh])
  }
  return number(drafts)
})

function number(drafts: readonly Draft[]): Transit[] {
  const transits: Transit[] = []
  const firsts = new Map<string, number>()
  const sentByEnds = new Set(drafts.filter(({ taps, speaker }) => taps.some(isBy(speaker))).map(({ key }) => key))
  for (const { taps, key, connection, speaker } of drafts) {
    const [sent] = taps
    if (!sent) continue
    const listener: End = speaker === 'client' ? 'server' : 'client'
    const arrived = taps.find(({ host, direction, tap }) => tap === 'lo' || (host === listener && direction === 'in'))
    const atRouter = (direction: string) => taps.some((fact) => fact.host === 'router' && fact.direction === direction)
    const { segment } = sent
    const place = occupied({ connection, speaker, segment })
    const repeats = place === undefined ? undefined : firsts.get(place)
    const number = transits.length + 1
    if (place !== undefined && repeats === undefined) firsts.set(place, number)
    transits.push({
      number,
      connection,
      speaker,
      segment,
      relative: relativeTo(connection, speaker, segment),
      sent,
      ...(arrived ? { arrived } : {}),
      // No tap of its sender saw it, and one that the sender did send is alike in every field.
      isCopy: !taps.some(isBy(speaker)) && sentByEnds.has(key),
      stoppedAtRouter: atRouter('in') && !atRouter('out'),
      taps,
      ...(repeats === undefined ? {} : { repeats }),
    })
  }
  return transits
}

/** Whether its bytes are this connection's: it is one of its segments, or the old SYN that it answers. */
export const bringsTo = (own: Connection, { connection, speaker, segment }: Transit): boolean =>
  connection === own ||
  (own.answersOldSyn &&
    connection.client === own.client &&
    connection.server === own.server &&
    carries(segment, 'S') &&
    segment.seq === own.isn[speaker])

const isBy =
  (speaker: End) =>
  ({ host, tap }: SegmentFact): boolean =>
    host === speaker || tap === 'lo'

/** The numbers that a segment takes up, by which one that is sent again is known; none where it takes up none. */
function occupied({ connection, speaker, segment }: Pick<Transit, 'connection' | 'speaker' | 'segment'>) {
  const end = sequenceEnd(segment)
  return end === segment.seq ? undefined : `${connection.number} ${speaker} ${segment.seq} ${end}`
}

/** What stays the same on the way through the router; the TTL does not. Timestamps tell a segment sent again apart. */
function keyOf({ from, to, flags, seq, ack, length, window, options, id }: Segment): string {
  const { value, echo } = options.timestamp ?? { value: '', echo: '' }
  return [from, to, flags, seq, ack, length, window, value, echo, id ?? ''].join(' ')
}

/** On loopback a segment passes one tap only, once. */
const tapOf = ({ host, tap, direction }: SegmentFact): string => (tap === 'lo' ? 'lo' : `${host} ${tap} ${direction}`)

function placeOf({ segment, at }: SegmentFact, connections: readonly Connection[]) {
  for (const connection of connections) {
    const speaker: End | undefined =
      segment.from === connection.client && segment.to === connection.server
        ? 'client'
        : segment.from === connection.server && segment.to === connection.client
          ? 'server'
          : undefined
    if (speaker && at < connection.until) return { connection, speaker }
  }
  return undefined
}

/** Numbers from the connection's ISNs on, as packetdrill and tcpdump count. */
function relativeTo(connection: Connection, speaker: End, segment: Segment): RelativeSegment {
  const listener: End = speaker === 'client' ? 'server' : 'client'
  const own = connection.isn[speaker] ?? segment.seq
  const peers = connection.isn[listener] ?? segment.ack
  return {
    speaker,
    flags: segment.flags,
    seq: distance(own, segment.seq),
    ack: distance(peers, segment.ack),
    length: segment.length,
  }
}
