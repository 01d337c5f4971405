import { z } from 'zod'
import type { Setting } from '../../evidence.ts'
import { type Complete, count, end, list, maybe, type Same, text, witness } from './common.ts'

const family = z.enum(['IPv4', 'IPv6'])
/** As labs, variants and twins are called: it is looked up among folders. */
const name = z.string().regex(/^[\w-]+$/)
/** Of a lab that is not in labs/: the folder that it is in. */
const folder = z.string().regex(/^\/[^\0]+$/)
const texts = z.record(text, text)

export const setting = z.strictObject({
  version: z.literal(2),
  lab: z.union([name, folder]),
  variant: maybe(name),
  twin: maybe(name),
  began: z.iso.datetime(),
  family,
  loopback: z.boolean(),
  client: z.union([z.ipv4(), z.ipv6()]),
  server: z.union([z.ipv4(), z.ipv6()]),
  port: z.int().min(1).max(65_535),
  names: maybe(texts),
  rawPeer: maybe(z.union([z.ipv4(), z.ipv6()])),
  kernel: text,
  hz: count.min(1),
  missing: z.partialRecord(witness, z.literal('no tracefs')),
  sysctls: texts,
  tools: texts,
  programs: z.strictObject({ client: text, server: text }),
  replaced: list(end),
  sandboxed: maybe(list(end)),
})

export type SettingIsComplete = Complete<Same<z.output<typeof setting>, Setting>>
