import { flagsOf } from './flags.ts'
import { type IpHeader, readIp } from './ip.ts'
import { endpoint, type Segment, type SegmentOptions } from './segment.ts'
import { type SequenceNumber, sequence } from './sequence.ts'

/** TCP's number among IP's protocols. */
export const protocolTcp = 6

/** The TCP segment inside an IP packet; undefined when the bytes are something else, or too few to tell. */
export function decodePacket(packet: Buffer): Segment | undefined {
  const ip = readIp(packet, 0)
  return ip?.protocol === protocolTcp ? readTcp(ip)?.segment : undefined
}

/** The TCP header that an IP header carries, by its size, and the segment that it makes. */
export function readTcp(ip: IpHeader): { readonly size: number; readonly segment: Segment } | undefined {
  const { bytes, length } = ip.payload
  if (bytes.length < 20) return undefined
  const size = (bytes.readUInt8(12) >> 4) * 4
  if (size < 20 || size > length || size > bytes.length) return undefined
  const segment: Segment = {
    from: endpoint(ip.source, bytes.readUInt16BE(0)),
    to: endpoint(ip.destination, bytes.readUInt16BE(2)),
    flags: flagsOf(bytes.readUInt8(13)),
    seq: sequence(bytes.readUInt32BE(4)),
    ack: sequence(bytes.readUInt32BE(8)),
    length: length - size,
    window: bytes.readUInt16BE(14),
    options: decodeOptions(bytes.subarray(20, size)),
    hops: ip.hops,
    ...(ip.id === undefined ? {} : { id: ip.id }),
    checksum: checksumOf(ip),
  }
  return { size, segment }
}

function checksumOf({ addresses, payload: { bytes, length } }: IpHeader): Segment['checksum'] {
  if (bytes.length < length) return 'unknown'
  return checksum([pseudoHeader(addresses, bytes.length), bytes]) === 0 ? 'right' : 'wrong'
}

/** What the checksum covers besides the segment (RFC 9293 section 3.1): addresses, length, protocol. */
export function pseudoHeader(addresses: Buffer, length: number): Buffer {
  const rest = Buffer.alloc(8)
  rest.writeUInt32BE(length, 0)
  rest.writeUInt32BE(protocolTcp, 4)
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
  // 2^32 is 1 modulo 2^16 - 1, so that four bytes at a time make the same sum as two.
  let sum = 0
  for (const part of parts) {
    const words = part.length & ~3
    for (let at = 0; at < words; at += 4) sum += part.readUInt32BE(at)
    if (part.length & 2) sum += part.readUInt16BE(words)
    if (part.length & 1) sum += part.readUInt8(part.length - 1) << 8
  }
  while (sum > 0xffff) sum = (sum % 0x10000) + Math.floor(sum / 0x10000)
  return ~sum & 0xffff
}
