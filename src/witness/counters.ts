import { readFileSync } from 'node:fs'
import type { Host } from '../evidence.ts'
import { ms } from '../tcp.ts'
import type { Scene } from '../witness.ts'

type Counters = Readonly<Record<string, number>>

/** Reads the kernel's counters of every host now, and tells what has moved when asked again, or that nobody can tell. */
export function watchCounters(scene: Pick<Scene, 'loopback' | 'pidIn' | 'clock' | 'tell'>): { tell(): void } {
  const hosts: readonly Host[] = scene.loopback ? ['server'] : ['client', 'router', 'server']
  const before = new Map(hosts.map((host) => [host, readCounters(scene.pidIn[host])]))
  return {
    tell() {
      for (const host of hosts) {
        const [first, last] = [before.get(host), readCounters(scene.pidIn[host])]
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

function readCounters(pid: number): Counters | Error {
  try {
    const [ip, tcp] = ['snmp', 'netstat'].map((name) => parseCounters(readFileSync(`/proc/${pid}/net/${name}`, 'utf8')))
    if (ip?.['Tcp.ActiveOpens'] === undefined) return new Error(`/proc/${pid}/net/snmp does not tell TCP's counters`)
    return { ...ip, ...tcp, 'Lo.packets': loopbackPackets(readFileSync(`/proc/${pid}/net/dev`, 'utf8')) }
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

/** Reads /proc/net/snmp and /proc/net/netstat: a line of names and a line of numbers behind the same word. */
export function parseCounters(text: string): Counters {
  const lines = text.split('\n').map((line) => line.split(/\s+/))
  const pairs = lines.flatMap(([group = '', ...names], index) => {
    const [sameGroup, ...values] = lines[index + 1] ?? []
    if (group === '' || sameGroup !== group || !Number.isFinite(Number(values[0]))) return []
    return names.map((name, at): [string, number] => [`${group.replace(':', '')}.${name}`, Number(values[at])])
  })
  return Object.fromEntries(pairs.filter(([, value]) => Number.isFinite(value)))
}

/**
 * Packets that have arrived over the host's loopback interface (/proc/net/dev): what its programs say to each other there is
 * captured by nobody and counted with the rest.
 */
export const loopbackPackets = (text: string): number => Number(/^\s*lo:\s*\d+\s+(\d+)/m.exec(text)?.[1] ?? 0)

function difference(before: Counters, after: Counters): Counters {
  const moved = Object.entries(after).map(([name, value]): [string, number] => [name, value - (before[name] ?? 0)])
  return Object.fromEntries(moved.filter(([, by]) => by !== 0))
}
