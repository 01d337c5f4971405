import { type Flags, flagsOf } from './flags.ts'
import { colons } from './packet.ts'

/** A header, or the data behind the last one: where it begins in the frame and how many bytes it has. */
export interface Layer {
  readonly name: 'Ethernet' | 'ARP' | 'IPv4' | 'IPv6' | 'ICMP' | 'UDP' | 'TCP' | 'data'
  readonly at: number
  readonly size: number
}

/** An Ethernet frame taken apart layer by layer (RFC 894, 826, 791, 8200, 792, 4443, 4861, 768, 9293). */
export interface Frame {
  readonly size: number
  /** From the outermost inward. */
  readonly layers: readonly Layer[]
  /** MAC addresses. */
  readonly from: string
  readonly to: string
  /** Somebody asks for the MAC of an IP address, or tells it: ARP's request and reply, IPv6's neighbour solicitation and advertisement. */
  readonly neighbour?: { readonly asks: boolean; readonly address: string }
  readonly ip?: { readonly source: string; readonly destination: string; readonly hops: number }
  readonly ports?: { readonly from: number; readonly to: number }
  readonly flags?: Flags
  readonly icmp?: { readonly type: number; readonly code: number; readonly says: string }
  /** The data's beginning, as text. */
  readonly text?: string
  /** The data whole, in hexadecimal, as far as it was captured. */
  readonly data?: string
}

type Draft = { -readonly [field in keyof Frame]: Frame[field] } & { layers: Layer[] }

const mac = (bytes: Buffer, at: number): string =>
  bytes
    .subarray(at, at + 6)
    .toString('hex')
    .replace(/..(?=.)/g, '$&:')
const dotted = (bytes: Buffer, at: number): string => bytes.subarray(at, at + 4).join('.')

/** Reads a captured Ethernet frame; undefined when it is cut off or carries nothing that is known here. */
export function decodeFrame(bytes: Buffer): Frame | undefined {
  if (bytes.length < 14) return undefined
  const frame: Draft = {
    size: bytes.length,
    layers: [{ name: 'Ethernet', at: 0, size: 14 }],
    to: mac(bytes, 0),
    from: mac(bytes, 6),
  }
  const type = bytes.readUInt16BE(12)
  if (type === 0x0806) return arp(frame, bytes)
  if (type === 0x0800) return ipv4(frame, bytes)
  return type === 0x86dd ? ipv6(frame, bytes) : undefined
}

function arp(frame: Draft, bytes: Buffer): Frame | undefined {
  if (bytes.length < 42) return undefined
  frame.layers.push({ name: 'ARP', at: 14, size: 28 })
  const asks = bytes.readUInt16BE(20) === 1
  return { ...frame, neighbour: { asks, address: asks ? dotted(bytes, 38) : dotted(bytes, 28) } }
}

function ipv4(frame: Draft, bytes: Buffer): Frame | undefined {
  if (bytes.length < 34) return undefined
  const size = (bytes.readUInt8(14) & 0x0f) * 4
  const end = 14 + bytes.readUInt16BE(16)
  if (size < 20 || bytes.length < 14 + size || end < 14 + size) return undefined
  frame.layers.push({ name: 'IPv4', at: 14, size })
  frame.ip = { source: dotted(bytes, 26), destination: dotted(bytes, 30), hops: bytes.readUInt8(22) }
  return transport(frame, bytes.subarray(0, end), bytes.readUInt8(23), 14 + size)
}

function ipv6(frame: Draft, bytes: Buffer): Frame | undefined {
  if (bytes.length < 54) return undefined
  frame.layers.push({ name: 'IPv6', at: 14, size: 40 })
  frame.ip = { source: colons(bytes, 22), destination: colons(bytes, 38), hops: bytes.readUInt8(21) }
  return transport(frame, bytes.subarray(0, 54 + bytes.readUInt16BE(18)), bytes.readUInt8(20), 54)
}

/** @param bytes the frame without what Ethernet may have padded it with */
function transport(frame: Draft, bytes: Buffer, protocol: number, at: number): Frame | undefined {
  switch (protocol) {
    case 1:
    case 58:
      return icmp(frame, bytes, at, protocol === 1 ? saysIcmp : saysIcmp6)
    case 6:
      return tcp(frame, bytes, at)
    case 17:
      return udp(frame, bytes, at)
    default:
      return undefined
  }
}

function tcp(frame: Draft, bytes: Buffer, at: number): Frame | undefined {
  if (bytes.length < at + 20) return undefined
  const size = (bytes.readUInt8(at + 12) >> 4) * 4
  if (size < 20 || bytes.length < at + size) return undefined
  frame.layers.push({ name: 'TCP', at, size })
  frame.ports = { from: bytes.readUInt16BE(at), to: bytes.readUInt16BE(at + 2) }
  frame.flags = flagsOf(bytes.readUInt8(at + 13))
  return withData(frame, bytes, at + size)
}

function udp(frame: Draft, bytes: Buffer, at: number): Frame | undefined {
  if (bytes.length < at + 8) return undefined
  frame.layers.push({ name: 'UDP', at, size: 8 })
  frame.ports = { from: bytes.readUInt16BE(at), to: bytes.readUInt16BE(at + 2) }
  return withData(frame, bytes, at + 8)
}

type Says = (type: number, code: number) => string

function icmp(frame: Draft, bytes: Buffer, at: number, says: Says): Frame | undefined {
  if (bytes.length < at + 8) return undefined
  frame.layers.push({ name: 'ICMP', at, size: 8 })
  const [type, code] = [bytes.readUInt8(at), bytes.readUInt8(at + 1)]
  frame.icmp = { type, code, says: says(type, code) }
  const isNeighbour = says === saysIcmp6 && (type === 135 || type === 136) && bytes.length >= at + 24
  if (isNeighbour) frame.neighbour = { asks: type === 135, address: colons(bytes, at + 8) }
  return withData(frame, bytes, at + 8)
}

/** RFC 792, as far as the labs meet it. */
const saysIcmp: Says = (type, code) => {
  if (type === 11) return 'time exceeded'
  if (type === 3) return code === 3 ? 'port unreachable' : code === 1 ? 'host unreachable' : 'network unreachable'
  return `type ${type}`
}

/** RFC 4443; types from 130 on are a link's own housekeeping (RFC 2710, 3810, 4861). */
const saysIcmp6: Says = (type, code) => {
  if (type === 3) return 'time exceeded'
  if (type === 1) return code === 4 ? 'port unreachable' : code === 3 ? 'host unreachable' : 'network unreachable'
  return type >= 130 ? 'housekeeping' : `type ${type}`
}

function withData(frame: Draft, bytes: Buffer, at: number): Frame {
  const data = bytes.subarray(at)
  if (data.length === 0) return frame
  frame.layers.push({ name: 'data', at, size: data.length })
  const text = data.toString('latin1', 0, 60).split(/[^\x20-\x7e]/, 1)[0] ?? ''
  return { ...frame, data: data.toString('hex'), ...(text === '' ? {} : { text }) }
}
