import { closeSync, openSync } from 'node:fs'
import koffi from 'koffi'
import { HarnessFailed } from './errors.ts'

/** The namespaces that a process's acts take place in, by the kernel's own numbers (linux/sched.h). */
const flags = { net: 0x40000000, pid: 0x20000000 } as const
export type NamespaceKind = keyof typeof flags

const libc = koffi.load('libc.so.6')
const setns = libc.func('int setns(int, int)') as (file: number, kind: number) => number
const unshare = libc.func('int unshare(int)') as (kind: number) => number

const socket = libc.func('int socket(int, int, int)') as (family: number, type: number, protocol: number) => number

/** This thread's own namespaces; of processes, the one in which its children are made. */
const home = { net: openSync('/proc/thread-self/ns/net', 'r'), pid: openSync('/proc/self/ns/pid', 'r') }

/**
 * Does the work with this thread in another namespace: what it spawns, opens or writes belongs there (setns(2), 2 µs; of
 * `pid` only what it spawns). The work must be synchronous, so that nothing else runs meanwhile.
 *
 * @param places the namespaces' files, such as `/run/netns/client`, by their kind
 */
export function within<Result>(places: Readonly<Partial<Record<NamespaceKind, string>>>, work: () => Result): Result {
  const entered: NamespaceKind[] = []
  try {
    for (const [kind, place] of Object.entries(places) as Array<[NamespaceKind, string]>) {
      enter(kind, place)
      entered.push(kind)
    }
    return work()
  } finally {
    for (const kind of entered) must(setns(home[kind], flags[kind]), `come home from a ${kind} namespace`)
  }
}

function enter(kind: NamespaceKind, place: string): void {
  const file = openSync(place, 'r')
  try {
    must(setns(file, flags[kind]), `enter the ${kind} namespace ${place}`)
  } finally {
    closeSync(file)
  }
}

/** Does the work so that the first process that it spawns is process 1 of a new namespace: when that one ends, all in it do. */
export function withinNewProcesses<Result>(work: () => Result): Result {
  must(unshare(flags.pid), 'make a namespace of processes')
  try {
    return work()
  } finally {
    must(setns(home.pid, flags.pid), 'come home from a new pid namespace')
  }
}

/** AF_NETLINK; SOCK_RAW, closed in whatever we execute. */
const netlink = { family: 16, type: 3 | 0o2000000 } as const

/** A socket by which the kernel is asked in the network namespace of this file (netlink(7)); whoever gets it closes it. */
export function netlinkIn(net: string, protocol: number): number {
  const file = within({ net }, () => socket(netlink.family, netlink.type, protocol))
  if (file < 0) throw new HarnessFailed(`cannot open a netlink socket: error ${koffi.errno()}`)
  return file
}

function must(result: number, what: string): void {
  if (result !== 0) throw new HarnessFailed(`cannot ${what}: error ${koffi.errno()}`)
}
