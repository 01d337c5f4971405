import { readSync, writeSync } from 'node:fs'
import { colons } from '../tcp/ip.ts'
import { type Endpoint, endpoint } from '../tcp/segment.ts'
import { addTo, type Printed } from './printed.ts'
import { ownedBy, type Row, stateOf, timerNames } from './proc-net-tcp.ts'

/** NETLINK_SOCK_DIAG (linux/netlink.h). */
export const sockDiag = 4

/** What a message of netlink's is, and the bytes before what it carries. */
const [error, done, header] = [2, 3, 16]

/** Of struct inet_diag_msg (linux/inet_diag.h), where in it what lies, in bytes behind the header, and how long it is. */
const family = header
const state = header + 1
const timer = header + 2
const ports = header + 4
const addresses = header + 8
const expires = header + 52
const receiveQueue = header + 56
const sendQueue = header + 60
const inode = header + 68
const shortest = header + 72

const ipv4 = 2

/**
 * Asks for the sockets of TCP of both families in one walk through the kernel's tables: TCPDIAG_GETSOCK, for the newer
 * SOCK_DIAG_BY_FAMILY takes a walk for each.
 */
function requestFor(states: number): Buffer {
  const request = Buffer.alloc(header + 60)
  request.writeUInt32LE(request.length, 0)
  request.writeUInt16LE(18, 4)
  // NLM_F_REQUEST and NLM_F_DUMP.
  request.writeUInt16LE(0x301, 6)
  request.writeUInt32LE(states, header + 52)
  return request
}

/** All states, save that of a port which is only bound. */
const everything = 0x1fff
const listening = 1 << 10

/** No piece of an answer is longer (net/netlink/af_netlink.c, netlink_dump). */
const piece = 1 << 15

/** Reads the table anew; undefined where nothing of it is new. */
export type Look = (how: 'whole' | 'connections') => Printed | undefined

/**
 * Looks at the kernel's table by what ss asks, sock_diag(7): in half the time that the same takes as text. Most of that goes
 * into the table of listeners, one of all namespaces; a look at the connections alone takes a fourth, and what listens is then
 * what the last whole look has shown.
 */
export function lookByDiag(socket: number): Look {
  const asks = { whole: asking(socket, everything), connections: asking(socket, everything & ~listening) }
  let last: Printed = { rows: [], unreadable: [] }
  return (how) => {
    const printed = asks[how].look()
    if (!printed) return undefined
    // The other has last seen what this one says is not so any more.
    asks[how === 'whole' ? 'connections' : 'whole'].forget()
    if (how === 'whole') {
      last = printed
      return printed
    }
    const listeners = last.rows.filter((row) => row.state === 'LISTEN')
    return { rows: [...listeners, ...printed.rows], unreadable: [...last.unreadable, ...printed.unreadable] }
  }
}

function asking(socket: number, states: number) {
  const request = requestFor(states)
  let now = Buffer.alloc(2 * piece)
  let before = nothing
  const readOn = (from: number): number => {
    if (now.length - from < piece) now = Buffer.concat([now], 2 * now.length)
    return from + readSync(socket, now, from, piece, null)
  }
  return {
    look(): Printed | undefined {
      writeSync(socket, request)
      let length = 0
      // Nearly every look ends here. The thread gets a share of the processor: the faster it is, the more often it looks.
      for (let [from, isSame] = [0, true]; isSame; from = length) {
        if (from > 0 && from === before.answer.length) return undefined
        length = readOn(from)
        isSame = length <= before.answer.length && now.compare(before.answer, from, length, from, length) === 0
      }
      let end = endIn(now, 0, length)
      while (end === undefined) {
        const from = length
        length = readOn(from)
        end = endIn(now, from, length)
      }
      const answer = Buffer.from(now.subarray(0, length))
      const isSame = end === before.end && saysTheSame(answer.subarray(0, end), before.answer.subarray(0, end))
      before = { answer, end }
      return isSame ? undefined : parseAnswer(answer.subarray(0, end))
    },
    /** The next look is at something new, whatever it shows. */
    forget() {
      before = nothing
    },
  }
}

/** An answer, and where in it what ends it begins; to have had none is like no answer. */
const nothing = { answer: Buffer.alloc(0), end: -1 }

/** Where the answer ends, if it does in this piece. */
function endIn(answer: Buffer, from: number, to: number): number | undefined {
  for (let at = from; at < to; at += lengthAt(answer, at)) {
    const type = answer.readUInt16LE(at + 4)
    if (type === done) return at
    if (type === error) throw new Error(`sock_diag does not answer: error ${-answer.readInt32LE(at + header)}`)
  }
  return undefined
}

/** Each begins at a multiple of four bytes. */
const lengthAt = (answer: Buffer, at: number): number => Math.max(header, (answer.readUInt32LE(at) + 3) & ~3)

/** Whether nothing has changed but the time until a timer fires, which is what it is now in both from then on. */
function saysTheSame(answer: Buffer, before: Buffer): boolean {
  for (let at = 0; at < answer.length; at += lengthAt(answer, at)) {
    const left = at + expires
    if (left + 4 <= answer.length) before.writeUInt32LE(answer.readUInt32LE(left), left)
  }
  return answer.equals(before)
}

/** Reads the sockets of an answer; one that says what no socket does is told in hexadecimal digits. */
function parseAnswer(answer: Buffer): Printed {
  const rows: Row[] = []
  const unreadable: string[] = []
  for (let at = 0; at < answer.length; at += lengthAt(answer, at)) {
    const socket = answer.subarray(at, at + lengthAt(answer, at))
    const row = readSocket(socket)
    if (row) addTo(rows, row)
    else unreadable.push(socket.toString('hex'))
  }
  return { rows, unreadable }
}

function readSocket(socket: Buffer): Row | undefined {
  const known = socket.length < shortest ? undefined : stateOf(socket.readUInt8(state))
  if (!known) return undefined
  return {
    local: endAt(socket, 0),
    remote: endAt(socket, 1),
    state: known,
    timer: timerNames[socket.readUInt8(timer)] ?? 'unknown',
    left: Math.round(Math.max(0, socket.readInt32LE(expires)) / 10),
    // Of a listener it is the limit of its accept queue, which of the others only ss tells.
    sendQueue: known === 'LISTEN' ? 0 : socket.readUInt32LE(sendQueue),
    receiveQueue: socket.readUInt32LE(receiveQueue),
    ...ownedBy(known, socket.readUInt32LE(inode)),
  }
}

/** The socket's own end, 0, or the other's, 1. */
function endAt(socket: Buffer, which: 0 | 1): Endpoint {
  const at = addresses + 16 * which
  const address = socket.readUInt8(family) === ipv4 ? socket.subarray(at, at + 4).join('.') : colons(socket, at)
  return endpoint(address, socket.readUInt16BE(ports + 2 * which))
}
