import { readFileSync } from 'node:fs'
import type { Host } from '../evidence.ts'
import { ms } from '../tcp.ts'
import type { Scene } from '../witness.ts'

type Counters = Readonly<Record<string, number>>

/** Of one host: what /proc/<pid>/net has of these names. */
interface Reading {
  readonly snmp: string
  readonly netstat: string
  readonly udp6: string
  readonly loopback: number
}

/** Reads the kernel's counters of every host now, and tells what has moved when asked again, or that nobody can tell. */
export function watchCounters(scene: Pick<Scene, 'loopback' | 'pidIn' | 'clock' | 'tell'>): { tell(): void } {
  const hosts: readonly Host[] = scene.loopback ? ['server'] : ['client', 'router', 'server']
  const before = new Map(hosts.map((host) => [host, read(scene.pidIn[host])]))
  return {
    tell() {
      for (const host of hosts) {
        const [first, last] = [before.get(host), read(scene.pidIn[host])]
        const at = scene.clock.now()
        const seen = { at, host, by: 'counters' } as const
        const wrong = first instanceof Error ? first : last
        if (wrong instanceof Error || first === undefined || first instanceof Error)
          scene.tell({ kind: 'blind', ...seen, within: at, cause: { is: 'error', error: `${wrong}` } })
        else scene.tell({ kind: 'counters', ...seen, within: ms(0), moved: difference(first, wrong) })
      }
    },
  }
}

function read(pid: number): Reading | Error {
  try {
    const [snmp = '', netstat = '', dev = ''] = ['snmp', 'netstat', 'dev'].map((name) =>
      readFileSync(`/proc/${pid}/net/${name}`, 'utf8'),
    )
    if (!/^Tcp:.* ActiveOpens /m.test(snmp)) return new Error(`/proc/${pid}/net/snmp does not tell TCP's counters`)
    return { snmp, netstat, udp6: udp6In(readIPv6(pid)), loopback: loopbackPackets(dev) }
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

/** A kernel without IPv6 has no such file. */
function readIPv6(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/net/snmp6`, 'utf8')
  } catch {
    return ''
  }
}

/** UDP's counters over IPv6, which /proc/net/snmp6 has a line each of (`Udp6InDatagrams 3`), as snmp has those over IPv4. */
export function udp6In(snmp6: string): string {
  const lines = [...snmp6.matchAll(/^Udp6(\w+)\s+(\d+)$/gm)]
  return [1, 2].map((part) => ['Udp6:', ...lines.map((line) => line[part])].join(' ')).join('\n')
}

function difference(before: Reading, after: Reading): Counters {
  const packets = after.loopback - before.loopback
  return {
    ...movedBetween(before.snmp, after.snmp),
    ...movedBetween(before.netstat, after.netstat),
    ...movedBetween(before.udp6, after.udp6),
    ...(packets === 0 ? {} : { 'Lo.packets': packets }),
  }
}

/**
 * By how much the counters of /proc/net/snmp or netstat have moved: a line of names and a line of numbers behind the same
 * word. Most of the three hundred never do, and are only compared. What was not there before was 0.
 */
export function movedBetween(before: string, after: string): Counters {
  const [first, last] = [before.split('\n'), after.split('\n')]
  const moved: Record<string, number> = {}
  for (const [index, line] of last.entries()) {
    const numbers = last[index + 1]
    if (numbers === undefined || numbers === first[index + 1]) continue
    const [[group = '', ...names], [sameGroup, ...values]] = [line.split(' '), numbers.split(' ')]
    if (group === '' || sameGroup !== group || !Number.isFinite(Number(values[0]))) continue
    const were = first[index + 1]?.split(' ').slice(1) ?? []
    for (const [at, name] of names.entries()) {
      if (values[at] === were[at]) continue
      const by = Number(values[at]) - Number(were[at] ?? 0)
      if (Number.isFinite(by) && by !== 0) moved[`${group.replace(':', '')}.${name}`] = by
    }
  }
  return moved
}

/**
 * Packets that have arrived over the host's loopback interface (/proc/net/dev): what its programs say to each other there is
 * captured by nobody and counted with the rest.
 */
export const loopbackPackets = (text: string): number => Number(/^\s*lo:\s*\d+\s+(\d+)/m.exec(text)?.[1] ?? 0)
