import { type End, type Evidence, factsOf } from '../evidence.ts'
import { carries, type Endpoint, type Milliseconds, ms, portOf, type SequenceNumber } from '../tcp.ts'
import { remembered } from './remembered.ts'

/** One connection of the run: a pair of endpoints from its first SYN to the next connection's between the same pair. */
export interface Connection {
  /** 1 for the first one of the run. */
  readonly number: number
  readonly client: Endpoint
  readonly server: Endpoint
  readonly isn: Readonly<Partial<Record<End, SequenceNumber>>>
  readonly from: Milliseconds
  readonly until: Milliseconds
}

/** The run's connections in the order in which their first SYN left the client. */
export const connectionsOf = remembered((evidence: Evidence): readonly Connection[] => {
  const found: Array<{ -readonly [field in keyof Connection]: Connection[field] }> = []
  for (const { segment, at, host, direction } of factsOf(evidence, 'segment')) {
    if (!carries(segment, 'S')) continue
    const speaker: End = portOf(segment.to) === evidence.setting.port ? 'client' : 'server'
    const [client, server] = speaker === 'client' ? [segment.from, segment.to] : [segment.to, segment.from]
    const latest = found.findLast((each) => each.client === client && each.server === server)
    const known = latest?.isn[speaker]
    if (latest && (known === undefined || known === segment.seq)) {
      latest.isn = { ...latest.isn, [speaker]: segment.seq }
    } else if (host === speaker && direction === 'out') {
      // Only the sender's own tap begins a connection: an old SYN released later by the router is no new one.
      if (latest) latest.until = at
      const isn = { [speaker]: segment.seq }
      found.push({ number: found.length + 1, client, server, isn, from: at, until: ms(Number.POSITIVE_INFINITY) })
    }
  }
  return found
})

/** The local and the remote endpoint as one end of the connection sees them. */
export function seenFrom(end: End, connection: Connection): { local: Endpoint; remote: Endpoint } {
  const other = end === 'client' ? 'server' : 'client'
  return { local: connection[end], remote: connection[other] }
}
