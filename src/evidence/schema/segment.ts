import { z } from 'zod'
import type { Frame, Segment } from '../../tcp.ts'
import { type Complete, count, endpoint, flags, list, maybe, pair, type Same, sequence, text } from './common.ts'

export const segment = z.strictObject({
  from: endpoint,
  to: endpoint,
  flags,
  seq: sequence,
  ack: sequence,
  length: count,
  window: count,
  options: z.strictObject({
    mss: maybe(count),
    windowScale: maybe(count),
    sackPermitted: maybe(z.boolean()),
    sack: maybe(list(pair(sequence, sequence))),
    timestamp: maybe(z.strictObject({ value: count, echo: count })),
    fastOpenCookie: maybe(text),
  }),
  hops: count,
  id: maybe(count),
  checksum: z.enum(['right', 'wrong', 'unknown']),
})

const layer = z.strictObject({
  name: z.enum(['Ethernet', 'ARP', 'IPv4', 'IPv6', 'ICMP', 'IGMP', 'UDP', 'TCP', 'data']),
  at: count,
  size: count,
})

export const frame = z.strictObject({
  size: count,
  layers: list(layer),
  from: maybe(text),
  to: maybe(text),
  neighbour: maybe(z.strictObject({ asks: z.boolean(), address: text })),
  ip: maybe(z.strictObject({ source: text, destination: text, hops: count })),
  ports: maybe(z.strictObject({ from: count, to: count })),
  flags: maybe(flags),
  icmp: maybe(z.strictObject({ type: count, code: count, says: text })),
  group: maybe(z.strictObject({ deed: z.enum(['joins', 'leaves']), address: text })),
  text: maybe(text),
  data: maybe(text),
})

export type PacketsAreComplete = Complete<Same<z.output<typeof segment>, Segment> | Same<z.output<typeof frame>, Frame>>
