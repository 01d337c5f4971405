import { flagsOf } from './flags.ts'
import { endpoint, type Segment, type SegmentOptions } from './segment.ts'
import { type SequenceNumber, sequence } from './sequence.ts'

const tcp = 6

/** The TCP segment inside an IP packet; undefined when the bytes are something else, or too few to tell. */
export function decodePacket(packet: Buffer): Segment | undefined {
  if (packet.length < 20) return undefined
  const version = packet.readUInt8(0) >> 4
  if (version === 4) return decodeIPv4(packet)
  return version === 6 ? decodeIPv6(packet) : undefined
}

function decodeIPv4(packet: Buffer): Segment | undefined {
  const headerLength = (packet.readUInt8(0) & 0x0f) * 4
  const total = packet.readUInt16BE(2)
  const fragment = packet.readUInt16BE(6) & 0x1fff
  if (headerLength < 20 || total < headerLength || packet.readUInt8(9) !== tcp || fragment !== 0) return undefined
  const addresses = packet.subarray(12, 20)
  const id = packet.readUInt16BE(4)
  const payload = { bytes: packet.subarray(headerLength, total), length: total - headerLength, addresses }
  return decodeTcp(payload, { from: dotted(packet, 12), to: dotted(packet, 16), hops: packet.readUInt8(8), id })
}

function decodeIPv6(packet: Buffer): Segment | undefined {
  // Extension headers never precede TCP in the labs' own networks; such a packet is left to Wireshark.
  if (packet.length < 40 || packet.readUInt8(6) !== tcp) return undefined
  const length = packet.readUInt16BE(4)
  const payload = { bytes: packet.subarray(40, 40 + length), length, addresses: packet.subarray(8, 40) }
  return decodeTcp(payload, { from: colons(packet, 8), to: colons(packet, 24), hops: packet.readUInt8(7) })
}

interface Carried {
  readonly bytes: Buffer
  /** What the IP header says; more than `bytes` when the capture cut the packet short. */
  readonly length: number
  readonly addresses: Buffer
}

function decodeTcp({ bytes, length, addresses }: Carried, ip: { from: string; to: string; hops: number; id?: number }) {
  if (bytes.length < 20) return undefined
  const offset = (bytes.readUInt8(12) >> 4) * 4
  if (offset < 20 || offset > length || offset > bytes.length) return undefined
  const segment: Segment = {
    from: endpoint(ip.from, bytes.readUInt16BE(0)),
    to: endpoint(ip.to, bytes.readUInt16BE(2)),
    flags: flagsOf(bytes.readUInt8(13)),
    seq: sequence(bytes.readUInt32BE(4)),
    ack: sequence(bytes.readUInt32BE(8)),
    length: length - offset,
    window: bytes.readUInt16BE(14),
    options: decodeOptions(bytes.subarray(20, offset)),
    hops: ip.hops,
    ...(ip.id === undefined ? {} : { id: ip.id }),
    checksum:
      bytes.length < length
        ? 'unknown'
        : checksum([pseudoHeader(addresses, bytes.length), bytes]) === 0
          ? 'right'
          : 'wrong',
  }
  return segment
}

/** What the checksum covers besides the segment (RFC 9293 section 3.1): addresses, length, protocol. */
export function pseudoHeader(addresses: Buffer, length: number): Buffer {
  const rest = Buffer.alloc(8)
  rest.writeUInt32BE(length, 0)
  rest.writeUInt32BE(tcp, 4)
  return Buffer.concat([addresses, rest])
}

function decodeOptions(bytes: Buffer): SegmentOptions {
  const found: { -readonly [name in keyof SegmentOptions]: SegmentOptions[name] } = {}
  for (let at = 0; at < bytes.length; ) {
    const kind = bytes.readUInt8(at)
    if (kind === 0) break
    if (kind === 1) {
      at += 1
      continue
    }
    const size = at + 1 < bytes.length ? bytes.readUInt8(at + 1) : 0
    if (size < 2 || at + size > bytes.length) break
    const body = bytes.subarray(at + 2, at + size)
    if (kind === 2 && body.length === 2) found.mss = body.readUInt16BE(0)
    if (kind === 3 && body.length === 1) found.windowScale = body.readUInt8(0)
    if (kind === 4 && body.length === 0) found.sackPermitted = true
    if (kind === 5 && body.length % 8 === 0) found.sack = decodeSack(body)
    if (kind === 8 && body.length === 8) found.timestamp = { value: body.readUInt32BE(0), echo: body.readUInt32BE(4) }
    if (kind === 34) found.fastOpenCookie = body.toString('hex')
    at += size
  }
  return found
}

function decodeSack(body: Buffer): Array<readonly [SequenceNumber, SequenceNumber]> {
  const blocks: Array<readonly [SequenceNumber, SequenceNumber]> = []
  for (let at = 0; at < body.length; at += 8) {
    blocks.push([sequence(body.readUInt32BE(at)), sequence(body.readUInt32BE(at + 4))])
  }
  return blocks
}

/** The Internet checksum of these parts, each of an even number of bytes save the last (RFC 1071): 0 over what carries its own, right. */
export function checksum(parts: readonly Buffer[]): number {
  let sum = 0
  for (const part of parts) {
    for (let at = 0; at + 1 < part.length; at += 2) sum += part.readUInt16BE(at)
    if (part.length % 2) sum += part.readUInt8(part.length - 1) << 8
  }
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000)
  return ~sum & 0xffff
}

const dotted = (packet: Buffer, at: number): string => packet.subarray(at, at + 4).join('.')

/** An IPv6 address as RFC 5952 writes it: the first longest run of two or more zero groups becomes `::`. */
export function colons(packet: Buffer, at: number): string {
  const groups = Array.from({ length: 8 }, (_, group) => packet.readUInt16BE(at + group * 2).toString(16))
  let best = { start: 0, length: 1 }
  for (let start = 0; start < 8; start++) {
    let length = 0
    while (start + length < 8 && groups[start + length] === '0') length++
    if (length > best.length) best = { start, length }
  }
  if (best.length < 2) return groups.join(':')
  return `${groups.slice(0, best.start).join(':')}::${groups.slice(best.start + best.length).join(':')}`
}
