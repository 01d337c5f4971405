import type { KernelFact } from '../../evidence.ts'
import { colons, type Endpoint, endpoint, type State } from '../../tcp.ts'
import type { EventFormat, Field } from './format.ts'

/** What a tracepoint told of one socket of TCP. */
export interface TcpEvent {
  readonly event: KernelFact['event'] | 'inet_sock_set_state'
  /** The socket's address in the kernel, in hexadecimal digits; a RST may leave without one. */
  readonly socket?: string
  readonly local: Endpoint
  readonly remote: Endpoint
  /** A transition's two states. */
  readonly from?: State
  readonly to?: State
  /** Why a RST was sent, or the state in which the socket was, in the kernel's words. */
  readonly detail: string
}

/** The tracepoints that are listened to, by their folders under `events`. */
export const tracepoints: Readonly<Record<TcpEvent['event'], string>> = {
  inet_sock_set_state: 'sock/inet_sock_set_state',
  tcp_retransmit_skb: 'tcp/tcp_retransmit_skb',
  tcp_retransmit_synack: 'tcp/tcp_retransmit_synack',
  tcp_send_reset: 'tcp/tcp_send_reset',
  tcp_receive_reset: 'tcp/tcp_receive_reset',
}

/** include/net/tcp_states.h: what the kernel calls each, and what RFC 9293 does. */
const states: ReadonlyArray<readonly [string, State] | undefined> = [
  undefined,
  ['TCP_ESTABLISHED', 'ESTABLISHED'],
  ['TCP_SYN_SENT', 'SYN-SENT'],
  ['TCP_SYN_RECV', 'SYN-RECEIVED'],
  ['TCP_FIN_WAIT1', 'FIN-WAIT-1'],
  ['TCP_FIN_WAIT2', 'FIN-WAIT-2'],
  ['TCP_TIME_WAIT', 'TIME-WAIT'],
  ['TCP_CLOSE', 'CLOSED'],
  ['TCP_CLOSE_WAIT', 'CLOSE-WAIT'],
  ['TCP_LAST_ACK', 'LAST-ACK'],
  ['TCP_LISTEN', 'LISTEN'],
  ['TCP_CLOSING', 'CLOSING'],
  ['TCP_NEW_SYN_RECV', 'SYN-RECEIVED'],
]

/** IPPROTO_TCP. A socket of MPTCP's own (262) has states too, which are no TCP connection's. */
const tcp = 6
/** AF_INET6. */
const ipv6 = 10

/** Whether what this kernel writes is enough to read the event by. */
export function canRead({ id, fields }: EventFormat, event: TcpEvent['event']): boolean {
  const needed = event === 'inet_sock_set_state' ? ['skaddr', 'oldstate', 'newstate', 'protocol'] : ['skaddr']
  const ends = ['sport', 'dport', 'family', 'saddr', 'daddr', 'saddr_v6', 'daddr_v6']
  const has = (names: readonly string[]): boolean => names.every((name) => fields.has(name))
  return Number.isInteger(id) && has(needed) && (has(ends) || holdsPort(fields.get('saddr')))
}

/** Newer kernels write a reset's ends as a struct sockaddr_in6, whichever the family. */
const holdsPort = (field: Field | undefined): boolean => (field?.size ?? 0) >= sizeOfSockaddr
const sizeOfSockaddr = 28

/** Reads an event's bytes by the format of its kind; undefined when they are too few, or another protocol's. */
export function readEvent(bytes: Buffer, format: EventFormat): TcpEvent | undefined {
  const number = (name: string): number | undefined => numberIn(bytes, format.fields.get(name))
  const protocol = number('protocol')
  if (protocol !== undefined && protocol !== tcp) return undefined
  const [local, remote] = [endpointIn(bytes, format, 's'), endpointIn(bytes, format, 'd')]
  if (!local || !remote) return undefined
  const socket = pointerIn(bytes, format.fields.get('skaddr'))
  const [from, to] = [states[number('oldstate') ?? 0], states[number('newstate') ?? 0]]
  const reason = number('reason')
  const state = states[number('state') ?? 0]?.[0]
  return {
    event: format.name as TcpEvent['event'],
    ...(socket === undefined ? {} : { socket }),
    local,
    remote,
    ...(from && to ? { from: from[1], to: to[1] } : {}),
    detail: reason === undefined ? (state ?? '') : (format.namesOf('reason').get(reason) ?? String(reason)),
  }
}

/** One end of what an event is about; `s` is the socket's own, or of a RST the one that sends it. */
function endpointIn(bytes: Buffer, { fields }: EventFormat, side: 's' | 'd'): Endpoint | undefined {
  const address = fields.get(`${side}addr`)
  if (holdsPort(address)) return sockaddrIn(bytes, address)
  const [port, family] = [numberIn(bytes, fields.get(`${side}port`)), numberIn(bytes, fields.get('family'))]
  const place = family === ipv6 ? fields.get(`${side}addr_v6`) : address
  if (port === undefined || !place || place.offset + place.size > bytes.length) return undefined
  if (family === ipv6) return place.size < 16 ? undefined : endpoint(colons(bytes, place.offset), port)
  return place.size < 4 ? undefined : endpoint(dotted(bytes, place.offset), port)
}

/** struct sockaddr_in or sockaddr_in6: the family as the machine writes it, the port as the network does. */
function sockaddrIn(bytes: Buffer, field: Field | undefined): Endpoint | undefined {
  if (!field || field.offset + sizeOfSockaddr > bytes.length) return undefined
  const port = bytes.readUInt16BE(field.offset + 2)
  if (bytes.readUInt16LE(field.offset) === ipv6) return endpoint(colons(bytes, field.offset + 8), port)
  return endpoint(dotted(bytes, field.offset + 4), port)
}

const dotted = (bytes: Buffer, at: number): string => bytes.subarray(at, at + 4).join('.')

function numberIn(bytes: Buffer, field: Field | undefined): number | undefined {
  if (!field || field.offset + field.size > bytes.length) return undefined
  if (field.size === 2) return bytes.readUInt16LE(field.offset)
  return field.size === 4 ? bytes.readInt32LE(field.offset) : undefined
}

function pointerIn(bytes: Buffer, field: Field | undefined): string | undefined {
  if (field?.size !== 8 || field.offset + 8 > bytes.length) return undefined
  const address = bytes.readBigUInt64LE(field.offset)
  return address === 0n ? undefined : address.toString(16)
}

/** What `common_type` says, with which every event begins: the id of its format. */
export const eventNumber = (bytes: Buffer): number | undefined => (bytes.length < 2 ? undefined : bytes.readUInt16LE(0))
