import type { Flags } from './flags.ts'
import { colons, dotted, type IpHeader, readIp } from './ip.ts'
import { protocolTcp, readTcp } from './packet.ts'
import { portOf, type Segment } from './segment.ts'

/** A header, or the data behind the last one: where it begins in the frame and how many bytes it has. */
export interface Layer {
  readonly name: 'Ethernet' | 'ARP' | 'IPv4' | 'IPv6' | 'ICMP' | 'IGMP' | 'UDP' | 'TCP' | 'data'
  readonly at: number
  readonly size: number
}

/** An Ethernet frame taken apart layer by layer (RFC 894, 826, 791, 8200, 792, 4443, 4861, 768, 9293). */
export interface Frame {
  readonly size: number
  /** From the outermost inward. */
  readonly layers: readonly Layer[]
  /** MAC addresses; of a link that is no Ethernet there are none. */
  readonly from?: string
  readonly to?: string
  /** Somebody asks for the MAC of an IP address, or tells it: ARP's request and reply, IPv6's neighbour solicitation and advertisement. */
  readonly neighbour?: { readonly asks: boolean; readonly address: string }
  readonly ip?: { readonly source: string; readonly destination: string; readonly hops: number }
  readonly ports?: { readonly from: number; readonly to: number }
  readonly flags?: Flags
  readonly icmp?: { readonly type: number; readonly code: number; readonly says: string }
  /** A host tells the routers on its link of a multicast group (RFC 3376). */
  readonly group?: { readonly deed: 'joins' | 'leaves'; readonly address: string }
  /** The data's beginning, as text. */
  readonly text?: string
  /** The data whole, in hexadecimal, as far as it was captured. */
  readonly data?: string
}

type Draft = { -readonly [field in keyof Frame]: Frame[field] } & { layers: Layer[] }

/** What was captured of a link: the frame where it carries what is known here, and the segment where it carries one. */
export interface Dissected {
  readonly frame?: Frame
  readonly segment?: Segment
}

const mac = (bytes: Buffer, at: number): string =>
  bytes
    .subarray(at, at + 6)
    .toString('hex')
    .replace(/..(?=.)/g, '$&:')

/** Takes a captured Ethernet frame apart; nothing comes of one that is cut off or carries nothing that is known here. */
export function dissect(bytes: Buffer): Dissected {
  if (bytes.length < 14) return {}
  const frame: Draft = {
    size: bytes.length,
    layers: [{ name: 'Ethernet', at: 0, size: 14 }],
    to: mac(bytes, 0),
    from: mac(bytes, 6),
  }
  const type = bytes.readUInt16BE(12)
  if (type === 0x0806) return arp(frame, bytes)
  const ip = type === 0x0800 || type === 0x86dd ? readIp(bytes, 14) : undefined
  return ip ? inIp(frame, ip) : {}
}

function inIp(frame: Draft, ip: IpHeader): Dissected {
  frame.layers.push({ name: ip.name, at: ip.at, size: ip.size })
  frame.ip = { source: ip.source, destination: ip.destination, hops: ip.hops }
  return transport(frame, ip)
}

/** Takes a packet apart that a link without a header of its own has carried. */
export function dissectPacket(bytes: Buffer): Dissected {
  const ip = readIp(bytes, 0)
  return ip ? inIp({ size: bytes.length, layers: [] }, ip) : {}
}

export const decodeFrame = (bytes: Buffer): Frame | undefined => dissect(bytes).frame

function arp(frame: Draft, bytes: Buffer): Dissected {
  if (bytes.length < 42) return {}
  frame.layers.push({ name: 'ARP', at: 14, size: 28 })
  const asks = bytes.readUInt16BE(20) === 1
  return { frame: { ...frame, neighbour: { asks, address: asks ? dotted(bytes, 38) : dotted(bytes, 28) } } }
}

function transport(frame: Draft, ip: IpHeader): Dissected {
  switch (ip.protocol) {
    case 1:
    case 58:
      return icmp(frame, ip, ip.protocol === 1 ? saysIcmp : saysIcmp6)
    case 2:
      return igmp(frame, ip)
    case protocolTcp:
      return tcp(frame, ip)
    case 17:
      return udp(frame, ip)
    default:
      return {}
  }
}

function tcp(frame: Draft, ip: IpHeader): Dissected {
  const header = readTcp(ip)
  if (!header) return {}
  const { size, segment } = header
  frame.layers.push({ name: 'TCP', at: ip.payload.at, size })
  frame.ports = { from: portOf(segment.from), to: portOf(segment.to) }
  frame.flags = segment.flags
  return { frame: withData(frame, ip, size), segment }
}

function udp(frame: Draft, ip: IpHeader): Dissected {
  const { at, bytes } = ip.payload
  if (bytes.length < 8) return {}
  frame.layers.push({ name: 'UDP', at, size: 8 })
  frame.ports = { from: bytes.readUInt16BE(0), to: bytes.readUInt16BE(2) }
  return { frame: withData(frame, ip, 8) }
}

/** Of the kinds of record in a report: to want what anybody sends is to join, to want what nobody sends is to leave (RFC 3376 section 4.2.12). */
const groupDeeds: Readonly<Record<number, 'joins' | 'leaves'>> = { 2: 'joins', 4: 'joins', 3: 'leaves' }

/** A membership report of version 3, by its first record. */
function igmp(frame: Draft, ip: IpHeader): Dissected {
  const { at, bytes } = ip.payload
  if (bytes.length < 16 || bytes.readUInt8(0) !== 0x22) return {}
  frame.layers.push({ name: 'IGMP', at, size: bytes.length })
  const deed = groupDeeds[bytes.readUInt8(8)]
  return deed ? { frame: { ...frame, group: { deed, address: dotted(bytes, 12) } } } : {}
}

type Says = (type: number, code: number) => string

function icmp(frame: Draft, ip: IpHeader, says: Says): Dissected {
  const { at, bytes } = ip.payload
  if (bytes.length < 8) return {}
  frame.layers.push({ name: 'ICMP', at, size: 8 })
  const [type, code] = [bytes.readUInt8(0), bytes.readUInt8(1)]
  frame.icmp = { type, code, says: says(type, code) }
  const isNeighbour = says === saysIcmp6 && (type === 135 || type === 136) && bytes.length >= 24
  if (isNeighbour) frame.neighbour = { asks: type === 135, address: colons(bytes, 8) }
  return { frame: withData(frame, ip, 8) }
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

/** @param header the size of what stands in the payload before the data */
function withData(frame: Draft, { payload }: IpHeader, header: number): Frame {
  const data = payload.bytes.subarray(header)
  if (data.length === 0) return frame
  frame.layers.push({ name: 'data', at: payload.at + header, size: data.length })
  const text = data.toString('latin1', 0, 60).split(/[^\x20-\x7e]/, 1)[0] ?? ''
  return { ...frame, data: data.toString('hex'), ...(text === '' ? {} : { text }) }
}
