import { readFileSync } from 'node:fs'
import type { Host } from '../evidence.ts'
import { ms } from '../tcp.ts'
import type { Scene } from '../witness.ts'

type Counters = Readonly<Record<string, number>>

/** Reads the kernel's counters of every host now, and tells what has moved when asked again. */
export function watchCounters(scene: Scene): { tell(): void } {
  const hosts: readonly Host[] = scene.loopback ? ['server'] : ['client', 'router', 'server']
  const before = new Map(hosts.map((host) => [host, readCounters(scene.pidIn[host])]))
  return {
    tell() {
      for (const host of hosts) {
        const moved = difference(before.get(host) ?? {}, readCounters(scene.pidIn[host]))
        scene.tell({ kind: 'counters', at: scene.clock.now(), within: ms(0), host, by: 'counters', moved })
      }
    },
  }
}

function readCounters(pid: number): Counters {
  return {
    ...parseCounters(readFileSync(`/proc/${pid}/net/snmp`, 'utf8')),
    ...parseCounters(readFileSync(`/proc/${pid}/net/netstat`, 'utf8')),
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

function difference(before: Counters, after: Counters): Counters {
  const moved = Object.entries(after).map(([name, value]): [string, number] => [name, value - (before[name] ?? 0)])
  return Object.fromEntries(moved.filter(([, by]) => by !== 0))
}
