import { readSync, writeSync } from 'node:fs'
import { colons } from '../tcp/ip.ts'
import { type Endpoint, endpoint } from '../tcp/segment.ts'
import type { Printed } from './printed.ts'
import { type Row, stateOf, timerNames } from './proc-net-tcp.ts'

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
  const never = Buffer.alloc(1)
  let [now, before] = [Buffer.alloc(2 * piece), never]
  return {
    look(): Printed | undefined {
      writeSync(socket, request)
      let length = 0
      for (let end: number | undefined; end === undefined; length = end ?? length) {
        if (now.length - length < piece) now = Buffer.concat([now], 2 * now.length)
        const from = length
        length += readSync(socket, now, from, piece, null)
        end = endIn(now, from, length)
      }
      const answer = now.subarray(0, length)
      if (saysTheSame(answer, before)) return undefined
      before = Buffer.from(answer)
      return parseAnswer(answer)
    },
    /** The next look is at something new, whatever it shows. */
    forget() {
      before = never
    },
  }
}

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

/** Whether nothing has changed but the time until a timer fires. */
function saysTheSame(answer: Buffer, before: Buffer): boolean {
  if (answer.length !== before.length) return false
  for (let at = 0; at < answer.length; at += lengthAt(answer, at)) {
    const [left, next] = [at + expires, at + lengthAt(answer, at)]
    if (answer.compare(before, at, left, at, left) !== 0) return false
    if (answer.compare(before, left + 4, next, left + 4, next) !== 0) return false
  }
  return true
}

/** Reads the sockets of an answer; one that says what no socket does is told in hexadecimal digits. */
function parseAnswer(answer: Buffer): Printed {
  const rows: Row[] = []
  const unreadable: string[] = []
  for (let at = 0; at < answer.length; at += lengthAt(answer, at)) {
    const socket = answer.subarray(at, at + lengthAt(answer, at))
    const row = readSocket(socket)
    if (row) rows.push(row)
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
  }
}

/** The socket's own end, 0, or the other's, 1. */
function endAt(socket: Buffer, which: 0 | 1): Endpoint {
  const at = addresses + 16 * which
  const address = socket.readUInt8(family) === ipv4 ? socket.subarray(at, at + 4).join('.') : colons(socket, at)
  return endpoint(address, socket.readUInt16BE(ports + 2 * which))
}
