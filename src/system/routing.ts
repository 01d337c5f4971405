import { closeSync, readSync, writeSync } from 'node:fs'
import { getSystemErrorMessage } from 'node:util'
import { HarnessFailed } from '../errors.ts'
import { indexOf, netlinkIn } from './calls.ts'

/** Where segments with a mark go instead: to a neighbour, by a table of its own. */
export interface Detour {
  readonly mark: number
  readonly table: number
  readonly neighbour: string
  readonly device: string
}

/** Takes what `ip route add default via <neighbour> dev <device> onlink table <table>` and `ip rule add fwmark <mark> table <table>` do, without ip: 30 us instead of 5 ms. */
export function addDetour(net: string, { mark, table, neighbour, device }: Detour): void {
  const to = [attribute(5, bytesOf(neighbour)), attribute(4, word(indexOf(net, device)))]
  ask(net, { type: message.newRoute, flags: create | exclusive, means: `route to ${neighbour}` }, [
    route(neighbour, onlink),
    attribute(15, word(table)),
    ...to,
  ])
  ask(net, { type: message.newRule, flags: create | exclusive, means: `route what has the mark ${mark}` }, [
    rule(neighbour),
    attribute(10, word(mark)),
    attribute(15, word(table)),
  ])
}

/** Takes both back. */
export function removeDetour(net: string, { mark, table, neighbour }: Detour): void {
  const means = `take back what routes the mark ${mark}`
  const ofTable = attribute(15, word(table))
  ask(net, { type: message.deleteRule, flags: 0, means }, [rule(neighbour), attribute(10, word(mark)), ofTable])
  ask(net, { type: message.deleteRoute, flags: 0, means }, [route(neighbour, 0), ofTable])
}

/** Says for good which MAC the neighbour has: `ip neigh replace <address> lladdr <mac> dev <device> nud permanent`. */
export function setNeighbour(net: string, address: string, mac: string, device: string): void {
  const head = Buffer.alloc(12)
  head.writeUInt8(familyOf(address), 0)
  head.writeInt32LE(indexOf(net, device), 4)
  head.writeUInt16LE(permanent, 8)
  ask(net, { type: message.newNeighbour, flags: create | replace, means: `set the MAC of ${address}` }, [
    head,
    attribute(1, bytesOf(address)),
    attribute(2, Buffer.from(mac.replaceAll(':', ''), 'hex')),
  ])
}

/** linux/rtnetlink.h, linux/netlink.h, linux/neighbour.h. */
const message = { newRoute: 24, deleteRoute: 25, newNeighbour: 28, newRule: 32, deleteRule: 33 } as const
const [replace, exclusive, create] = [0x100, 0x200, 0x400]
const requestWithAnswer = 0x5
const permanent = 0x80
const onlink = 4
const header = 16

/** Of an address of ours. The rule by which Node tells takes it 3 ms to compile. */
const isIPv6 = (address: string): boolean => address.includes(':')

const familyOf = (address: string): number => (isIPv6(address) ? 10 : 2)

/** struct rtmsg: by a table that an attribute names, set by hand, from anywhere, to one host. */
function route(address: string, flags: number): Buffer {
  const head = Buffer.from([familyOf(address), 0, 0, 0, 0, 3, 0, 1, 0, 0, 0, 0])
  head.writeUInt32LE(flags, 8)
  return head
}

/** struct fib_rule_hdr: to a table, FR_ACT_TO_TBL. */
const rule = (address: string): Buffer => Buffer.from([familyOf(address), 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0])

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function attribute(type: number, value: Buffer): Buffer {
  const bytes = Buffer.alloc((4 + value.length + 3) & ~3)
  bytes.writeUInt16LE(4 + value.length, 0)
  bytes.writeUInt16LE(type, 2)
  value.copy(bytes, 4)
  return bytes
}

/** The bytes of an address; of IPv6 with any one `::`. */
function bytesOf(address: string): Buffer {
  if (!isIPv6(address)) return Buffer.from(address.split('.').map(Number))
  const [before = '', after] = address.split('::')
  const groups = (text: string | undefined): string[] => (text ? text.split(':') : [])
  const [first, last] = [groups(before), groups(after)]
  const zeros = new Array(8 - first.length - last.length).fill('0')
  return Buffer.from([...first, ...zeros, ...last].map((group) => group.padStart(4, '0')).join(''), 'hex')
}

interface Request {
  readonly type: number
  readonly flags: number
  /** For the error. */
  readonly means: string
}

/** NETLINK_ROUTE: has the kernel do it in the network namespace of this file, and reads that it has. */
function ask(net: string, { type, flags, means }: Request, parts: readonly Buffer[]): void {
  const head = Buffer.alloc(header)
  const request = Buffer.concat([head, ...parts])
  request.writeUInt32LE(request.length, 0)
  request.writeUInt16LE(type, 4)
  request.writeUInt16LE(requestWithAnswer | flags, 6)
  const socket = netlinkIn(net, 0)
  try {
    writeSync(socket, request)
    const answer = Buffer.alloc(4096)
    readSync(socket, answer)
    const error = answer.readInt32LE(header)
    if (error !== 0) throw new HarnessFailed(`the kernel cannot ${means}: ${getSystemErrorMessage(error)}`)
  } finally {
    closeSync(socket)
  }
}
