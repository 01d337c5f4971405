import { closeSync, mkdirSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname } from 'node:path'
import koffi from 'koffi'
import { HarnessFailed } from '../errors.ts'

/** The namespaces that a process's acts take place in, by the kernel's own numbers (linux/sched.h). */
const flags = { net: 0x40000000, pid: 0x20000000 } as const
export type NamespaceKind = keyof typeof flags

export const libc = koffi.load('libc.so.6')
const setns = libc.func('int setns(int, int)') as (file: number, kind: number) => number
const unshare = libc.func('int unshare(int)') as (kind: number) => number

const socket = libc.func('int socket(int, int, int)') as (family: number, type: number, protocol: number) => number

const umount = libc.func('int umount2(const char *, int)') as (place: string, how: number) => number
const mountAt = libc.func('int mount(const char *, const char *, const char *, unsigned long, const void *)') as (
  what: string,
  place: string,
  type: string,
  how: number,
  data: null,
) => number

const clockGettime = libc.func('int clock_gettime(int, void *)') as (clock: number, into: Buffer) => number

const nameToIndex = libc.func('unsigned int if_nametoindex(const char *)') as (name: string) => number

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

/** The number of a device in the network namespace of this file. */
export function indexOf(net: string, device: string): number {
  const index = within({ net }, () => nameToIndex(device))
  if (index === 0) throw new HarnessFailed(`there is no device ${device} in ${net}`)
  return index
}

const timespec = Buffer.alloc(16)

/** CLOCK_REALTIME in nanoseconds, where Node tells whole milliseconds. */
export function realtime(): bigint {
  must(clockGettime(0, timespec), 'read the clock')
  return timespec.readBigInt64LE(0) * 1_000_000_000n + timespec.readBigInt64LE(8)
}

/** AF_NETLINK; SOCK_RAW, closed in whatever we execute. */
const netlink = { family: 16, type: 3 | 0o2000000 } as const

/** A socket by which the kernel is asked in the network namespace of this file (netlink(7)); whoever gets it closes it. */
export function netlinkIn(net: string, protocol: number): number {
  const file = within({ net }, () => socket(netlink.family, netlink.type, protocol))
  if (file < 0) throw new HarnessFailed(`cannot open a netlink socket: error ${koffi.errno()}`)
  return file
}

const read = libc.func('long read(int, void *, unsigned long)') as (file: number, into: Buffer, size: number) => number

/** Reads what is there, or 0 where nothing is yet: to Node that is an error, which takes it longer to make than the kernel to read. */
export function readNow(file: number, into: Buffer): number {
  const length = read(file, into, into.length)
  if (length >= 0) return length
  // Of any other error Node knows the words.
  return koffi.errno() === constants.errno.EAGAIN ? 0 : readSync(file, into)
}

/** Makes a network namespace that this file, which it makes too, stands for and keeps. */
export function makeNet(place: string): void {
  mkdirSync(dirname(place), { recursive: true })
  writeFileSync(place, '')
  must(unshare(flags.net), 'make a network namespace')
  try {
    mount('/proc/thread-self/ns/net', place, { bind: true })
  } finally {
    must(setns(home.net, flags.net), 'come home from a new net namespace')
  }
}

/** Takes the file of a namespace away; the namespace goes with the last process and socket in it. */
export function removeNet(place: string): void {
  // MNT_DETACH
  must(umount(place, 2), `take down the namespace ${place}`)
  rmSync(place)
}

/** Mounts what this is of, a file system of a type or another place, in the mount namespace that this process is in. */
export function mount(what: string, place: string, how: { readonly type: string } | { readonly bind: true }): void {
  // MS_BIND
  const result = 'bind' in how ? mountAt(what, place, '', 4096, null) : mountAt(what, place, how.type, 0, null)
  must(result, `mount ${what} at ${place}`)
}

export function must(result: number, what: string): void {
  if (result !== 0) throw new HarnessFailed(`cannot ${what}: error ${koffi.errno()}`)
}
