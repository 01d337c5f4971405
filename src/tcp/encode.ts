import { bitsOf, type Flags } from './flags.ts'
import { checksum, pseudoHeader } from './packet.ts'
import { addressOf, type Endpoint, portOf, type SegmentOptions } from './segment.ts'
import type { SequenceNumber } from './sequence.ts'

/** A segment to be put on the wire as it stands: nobody checks that it makes sense. */
export interface Outgoing {
  readonly from: Endpoint
  readonly to: Endpoint
  readonly flags: Flags
  readonly seq: SequenceNumber
  readonly ack: SequenceNumber
  readonly window: number
  readonly options: Pick<SegmentOptions, 'mss' | 'windowScale' | 'sackPermitted' | 'timestamp' | 'fastOpenCookie'>
  readonly data: Buffer
}

const hops = 64
const tcp = 6

/** The whole IP packet with right checksums (RFC 9293 section 3.1, RFC 791, RFC 8200). */
export function encodePacket(segment: Outgoing): Buffer {
  const [from, to] = [addressBytes(addressOf(segment.from)), addressBytes(addressOf(segment.to))]
  const body = encodeTcp(segment, Buffer.concat([from, to]))
  return from.length === 4 ? inIPv4(body, from, to) : inIPv6(body, from, to)
}

/** Puts an IPv6 header in front of a TCP segment. */
export function inIPv6(body: Buffer, from: Buffer, to: Buffer): Buffer {
  const header = Buffer.alloc(8)
  header.writeUInt8(0x60, 0)
  header.writeUInt16BE(body.length, 4)
  header.writeUInt8(tcp, 6)
  header.writeUInt8(hops, 7)
  return Buffer.concat([header, from, to, body])
}

function inIPv4(body: Buffer, from: Buffer, to: Buffer): Buffer {
  const header = Buffer.alloc(20)
  header.writeUInt8(0x45, 0)
  header.writeUInt16BE(20 + body.length, 2)
  header.writeUInt8(hops, 8)
  header.writeUInt8(tcp, 9)
  from.copy(header, 12)
  to.copy(header, 16)
  header.writeUInt16BE(checksum([header]), 10)
  return Buffer.concat([header, body])
}

function encodeTcp({ from, to, flags, seq, ack, window, options, data }: Outgoing, addresses: Buffer): Buffer {
  const header = Buffer.alloc(20)
  const optionBytes = encodeOptions(options)
  header.writeUInt16BE(portOf(from), 0)
  header.writeUInt16BE(portOf(to), 2)
  header.writeUInt32BE(seq, 4)
  header.writeUInt32BE(ack, 8)
  header.writeUInt8(((20 + optionBytes.length) / 4) << 4, 12)
  header.writeUInt8(bitsOf(flags), 13)
  header.writeUInt16BE(window, 14)
  const whole = Buffer.concat([header, optionBytes, data])
  whole.writeUInt16BE(checksum([pseudoHeader(addresses, whole.length), whole]), 16)
  return whole
}

function encodeOptions({ mss, windowScale, sackPermitted, timestamp, fastOpenCookie }: Outgoing['options']): Buffer {
  const parts: Buffer[] = []
  if (mss !== undefined) parts.push(Buffer.from([2, 4, mss >> 8, mss & 0xff]))
  if (windowScale !== undefined) parts.push(Buffer.from([3, 3, windowScale]))
  if (sackPermitted) parts.push(Buffer.from([4, 2]))
  if (timestamp) {
    const body = Buffer.alloc(10)
    body.writeUInt8(8, 0)
    body.writeUInt8(10, 1)
    body.writeUInt32BE(timestamp.value, 2)
    body.writeUInt32BE(timestamp.echo, 6)
    parts.push(body)
  }
  if (fastOpenCookie !== undefined) {
    const cookie = Buffer.from(fastOpenCookie, 'hex')
    parts.push(Buffer.from([34, 2 + cookie.length]), cookie)
  }
  const bytes = Buffer.concat(parts)
  // The header's length counts words of four bytes; a zero ends the list of options.
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)])
}

/** An IP address as it stands in a header. */
export function addressBytes(address: string): Buffer {
  if (!address.includes(':')) return Buffer.from(address.split('.').map(Number))
  const [left = '', right] = address.split('::')
  const groups = (text: string | undefined): string[] => (text ? text.split(':') : [])
  const [head, tail] = [groups(left), groups(right)]
  const zeros = Array<string>(8 - head.length - tail.length).fill('0')
  const bytes = Buffer.alloc(16)
  for (const [index, group] of [...head, ...zeros, ...tail].entries())
    bytes.writeUInt16BE(Number.parseInt(group, 16), index * 2)
  return bytes
}
