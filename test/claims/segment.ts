import type { Fact } from '../../src/evidence.ts'
import { endpoint, type Flags, ms, type Segment, sequence } from '../../src/tcp.ts'
import { recorded } from '../fixtures.ts'

export const client = endpoint('198.18.0.1', 5000)
export const server = endpoint('198.18.0.129', 8080)
export const setting = { ...recorded('routing').setting, client: '198.18.0.1', server: '198.18.0.129' }

/** A segment as both ends' taps saw it, which arrives as it leaves; numbers count from 0. */
export function segment(at: number, speaker: 'client' | 'server', flags: string, fields: Partial<Segment>): Fact[] {
  const [from, to] = speaker === 'client' ? [client, server] : [server, client]
  const body: Segment = {
    from, to, flags: flags as Flags, seq: sequence(0), ack: sequence(0), length: 0, window: 100,
    options: {}, hops: 64, id: at, checksum: 'right', ...fields,
  } // biome-ignore format: one segment
  const tap = (host: 'client' | 'server'): Fact => ({
    kind: 'segment', at: ms(at), within: ms(0), host, by: 'wire', tap: 'eth0',
    direction: host === speaker ? 'out' : 'in', segment: body,
  }) // biome-ignore format: one fact
  return [tap('client'), tap('server')]
}
