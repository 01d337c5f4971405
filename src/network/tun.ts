import { once } from 'node:events'
import { join } from 'node:path'
import { HostLacks } from '../errors.ts'
import type { Host } from '../evidence.ts'
import { explain, start, stop } from '../system/command.ts'
import { netOf } from './anchors.ts'

const shovel = join(import.meta.dirname, 'tun.pl')

/** Joins two hosts by a device each that knows no Ethernet. Returns what ends it. */
export async function joinByTun(...ends: ReadonlyArray<readonly [Host, string]>): Promise<() => Promise<unknown>> {
  const running = start('perl', [shovel, ...ends.flatMap(([host, device]) => [netOf(host), device])])
  let complaint = ''
  running.stderr.on('data', (text: Buffer) => {
    complaint += text.toString()
  })
  const ended = running.ended.then(() => 'ended')
  const joined = once(running.stdout, 'data').then(() => 'joined')
  if ((await Promise.race([joined, ended])) === 'joined') return () => stop(running)
  if (complaint.includes('/dev/net/tun')) throw new HostLacks(`this machine has no tun devices: ${complaint.trim()}`)
  throw explain('perl', `perl ${shovel}`, running.ending() ?? {}, complaint)
}
