/** An IP header (RFC 791, RFC 8200), and which of the bytes it says are the payload. */
export interface IpHeader {
  readonly name: 'IPv4' | 'IPv6'
  readonly at: number
  readonly size: number
  readonly source: string
  readonly destination: string
  /** Source and destination, as they stand in the header. */
  readonly addresses: Buffer
  readonly hops: number
  /** The IPv4 identification field. */
  readonly id?: number
  readonly protocol: number
  readonly payload: {
    readonly at: number
    /** As far as it was captured, and without what a link has padded it with. */
    readonly bytes: Buffer
    /** What the header says; more than `bytes` when the capture cut the packet short. */
    readonly length: number
  }
}

/** Reads the IP header at this place; undefined when the bytes are something else, too few to tell, or a later fragment. */
export function readIp(bytes: Buffer, at: number): IpHeader | undefined {
  if (bytes.length < at + 20) return undefined
  const version = bytes.readUInt8(at) >> 4
  if (version === 4) return readIPv4(bytes, at)
  return version === 6 ? readIPv6(bytes, at) : undefined
}

/** Who sent this packet, which may be any fragment; undefined when it is no IP packet. */
export function sourceOf(packet: Buffer): string | undefined {
  const version = packet.length < 20 ? 0 : packet.readUInt8(0) >> 4
  if (version === 4) return dotted(packet, 12)
  return version === 6 && packet.length >= 40 ? colons(packet, 8) : undefined
}

/** A packet without what each router on its way changes: the hops that are left, and the checksum of an IPv4 header. */
export function withoutHops(packet: Buffer): string {
  const copy = Buffer.from(packet)
  const changed = copy.readUInt8(0) >> 4 === 4 ? [8, 10, 11] : [7]
  for (const at of changed) if (at < copy.length) copy.writeUInt8(0, at)
  return copy.toString('latin1')
}

function readIPv4(bytes: Buffer, at: number): IpHeader | undefined {
  const size = (bytes.readUInt8(at) & 0x0f) * 4
  const total = bytes.readUInt16BE(at + 2)
  const fragment = bytes.readUInt16BE(at + 6) & 0x1fff
  if (size < 20 || total < size || bytes.length < at + size || fragment !== 0) return undefined
  return {
    name: 'IPv4',
    ...{ at, size },
    source: dotted(bytes, at + 12),
    destination: dotted(bytes, at + 16),
    addresses: bytes.subarray(at + 12, at + 20),
    hops: bytes.readUInt8(at + 8),
    id: bytes.readUInt16BE(at + 4),
    protocol: bytes.readUInt8(at + 9),
    payload: { at: at + size, bytes: bytes.subarray(at + size, at + total), length: total - size },
  }
}

/** Extension headers never stand before what the labs look at in their own networks; such a packet is left to Wireshark. */
function readIPv6(bytes: Buffer, at: number): IpHeader | undefined {
  const size = 40
  if (bytes.length < at + size) return undefined
  const length = bytes.readUInt16BE(at + 4)
  return {
    name: 'IPv6',
    ...{ at, size },
    source: colons(bytes, at + 8),
    destination: colons(bytes, at + 24),
    addresses: bytes.subarray(at + 8, at + 40),
    hops: bytes.readUInt8(at + 7),
    protocol: bytes.readUInt8(at + 6),
    payload: { at: at + size, bytes: bytes.subarray(at + size, at + size + length), length },
  }
}

export const dotted = (bytes: Buffer, at: number): string => bytes.subarray(at, at + 4).join('.')

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
