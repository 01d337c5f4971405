import { type End, type Evidence, factsOf } from '../evidence.ts'
import {
  addressOf,
  advance,
  carries,
  type Endpoint,
  type Milliseconds,
  ms,
  portOf,
  type Segment,
  type SequenceNumber,
  sequenceEnd,
} from '../tcp.ts'
import { remembered } from './remembered.ts'

/** One connection of the run: a pair of endpoints from its first SYN to the next connection's between the same pair. */
export interface Connection {
  /** 1 for the first one of the run. */
  readonly number: number
  readonly client: Endpoint
  readonly server: Endpoint
  readonly isn: Readonly<Partial<Record<End, SequenceNumber>>>
  /** When its first SYN left. */
  readonly from: Milliseconds
  /** When the next connection's between the same pair did. */
  readonly until: Milliseconds
  /** The same as each end's own host saw it: what was seen there before belongs to the connection before. */
  readonly since: Readonly<Partial<Record<End, Milliseconds>>>
  /** The connection between the same pair after this one. */
  readonly next?: number
  /** It begins with a SYN+ACK: the SYN that this answers is an older connection's. */
  readonly answersOldSyn: boolean
}

type Draft = { -readonly [field in keyof Connection]: Connection[field] }

/** The run's connections in the order in which their first SYN left. */
export const connectionsOf = remembered((evidence: Evidence): readonly Connection[] => {
  const found: Draft[] = []
  const latestOf = new Map<string, Draft>()
  const syns: Syns = new Map()
  for (const { segment, at, host, direction } of factsOf(evidence, 'segment')) {
    if (!carries(segment, 'S')) continue
    const speaker = speakerOf(evidence, segment)
    const [client, server] = speaker === 'client' ? [segment.from, segment.to] : [segment.to, segment.from]
    const pair = `${client} ${server}`
    syns.set(`${segment.from} ${segment.to} ${sequenceEnd(segment)}`, segment.seq)
    const latest = latestOf.get(pair)
    const known = latest?.isn[speaker]
    if (latest && (known === undefined || known === segment.seq)) {
      latest.isn = { ...latest.isn, [speaker]: segment.seq }
      if (host !== 'router') latest.since = { [host]: at, ...latest.since }
    } else if ((host === speaker || client === server) && direction === 'out') {
      // Only the sender's own tap begins a connection: an old SYN released later by the router is no new one.
      const number = found.length + 1
      if (latest) Object.assign(latest, { until: at, next: number })
      const isn = {
        [speaker]: segment.seq,
        ...answered(segment, speaker, syns),
        ...(client === server ? { server: segment.seq } : {}),
      }
      const fresh = {
        number,
        client,
        server,
        isn,
        from: at,
        until: ms(Number.POSITIVE_INFINITY),
        since: { [host]: at },
        answersOldSyn: carries(segment, '.'),
      }
      found.push(fresh)
      latestOf.set(pair, fresh)
    }
  }
  return found
})

/**
 * Which end sent it. The address tells, for a client's own port may be the server's number too. Where both ends have one
 * address, on loopback, the server's port does; a socket that is connected to itself speaks as the client.
 */
function speakerOf({ setting }: Evidence, { from, to }: Pick<Segment, 'from' | 'to'>): End {
  if (setting.client !== setting.server) return addressOf(from) === setting.server ? 'server' : 'client'
  return portOf(to) === setting.port ? 'client' : 'server'
}

/** The numbers of the SYNs, by who sent them to whom and by the number that follows on them and on their bytes. */
type Syns = Map<string, SequenceNumber>

/** A SYN+ACK that begins a connection answers an old SYN: what it acknowledges tells that one's number. */
function answered(segment: Segment, speaker: End, syns: Syns): Connection['isn'] {
  if (!carries(segment, '.')) return {}
  const isn = syns.get(`${segment.to} ${segment.from} ${segment.ack}`) ?? advance(segment.ack, -1)
  return { [speaker === 'client' ? 'server' : 'client']: isn }
}

/** The local and the remote endpoint as one end of the connection sees them. */
export function seenFrom(end: End, connection: Connection): { local: Endpoint; remote: Endpoint } {
  const other = end === 'client' ? 'server' : 'client'
  return { local: connection[end], remote: connection[other] }
}

/** A socket that is connected to itself has one end only; ours is then the server's, whose port it has. */
export const isWithItself = ({ client, server }: Connection): boolean => client === server

/** Whether a kernel's socket stands at this end. Of a raw peer, or an address that nobody has, there are no states to see. */
export function hasSocket({ setting }: Evidence, end: End, connection: Connection): boolean {
  if (isWithItself(connection)) return end === 'server'
  const address = addressOf(connection[end])
  return address === setting[end] && address !== setting.rawPeer
}

/** The connection between the same pair after this one. */
const nextOf = (evidence: Evidence, { next }: Connection): Connection | undefined =>
  next === undefined ? undefined : connectionsOf(evidence)[next - 1]

/** The connection between the same pair that takes this one's place at this end. */
export function followingAt(evidence: Evidence, end: End, connection: Connection): Connection | undefined {
  const next = nextOf(evidence, connection)
  return next && isTurnedDown(evidence, end, next) ? followingAt(evidence, end, next) : next
}

/** From when until when what is seen at this end's host is this connection's. */
export function spanAt(evidence: Evidence, end: End, connection: Connection): { from: number; until: number } {
  if (isTurnedDown(evidence, end, connection))
    return { from: Number.POSITIVE_INFINITY, until: Number.POSITIVE_INFINITY }
  const following = followingAt(evidence, end, connection)
  return {
    from: connection.since[end] ?? connection.from,
    until: following ? (following.since[end] ?? following.from) : Number.POSITIVE_INFINITY,
  }
}

/** A SYN to a pair that is still in TIME-WAIT, which this end answers without one of its own: its socket is the old one. */
const isTurnedDown = (evidence: Evidence, end: End, { number, isn }: Connection): boolean =>
  isn[end] === undefined && connectionsOf(evidence).some(({ next }) => next === number)

/** Whether these are the two ends of a connection that was seen on the lab's wire. */
export const isPairOf = (
  evidence: Evidence,
  { local, remote }: { readonly local: Endpoint; readonly remote: Endpoint },
): boolean => pairsOf(evidence).has(`${local} ${remote}`)

const pairsOf = remembered(
  (evidence: Evidence): ReadonlySet<string> =>
    new Set(connectionsOf(evidence).flatMap(({ client, server }) => [`${client} ${server}`, `${server} ${client}`])),
)
