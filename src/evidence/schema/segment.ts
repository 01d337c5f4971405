import { z } from 'zod'
import type { Frame, Segment } from '../../tcp.ts'
import { count, endpoint, flags, maybe, sequence, text } from './common.ts'

export const segment: z.ZodType<Segment> = z.strictObject({
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
    sack: maybe(z.array(z.tuple([sequence, sequence]))),
    timestamp: maybe(z.strictObject({ value: count, echo: count })),
    fastOpenCookie: maybe(text),
  }),
  hops: count,
  id: maybe(count),
  checksum: z.enum(['right', 'wrong', 'unknown']),
})

const layer = z.strictObject({
  name: z.enum(['Ethernet', 'ARP', 'IPv4', 'IPv6', 'ICMP', 'UDP', 'TCP', 'data']),
  at: count,
  size: count,
})

export const frame: z.ZodType<Frame> = z.strictObject({
  size: count,
  layers: z.array(layer),
  from: text,
  to: text,
  neighbour: maybe(z.strictObject({ asks: z.boolean(), address: text })),
  ip: maybe(z.strictObject({ source: text, destination: text, hops: count })),
  ports: maybe(z.strictObject({ from: count, to: count })),
  flags: maybe(flags),
  icmp: maybe(z.strictObject({ type: count, code: count, says: text })),
  text: maybe(text),
  data: maybe(text),
})
