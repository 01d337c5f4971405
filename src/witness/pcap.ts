/** A packet of a capture file. */
export interface Captured {
  /** CLOCK_REALTIME in nanoseconds. */
  readonly time: bigint
  readonly bytes: Buffer
  /** The link-layer type of the file: 1 Ethernet, 101 IP alone, 276 Linux cooked v2. */
  readonly link: number
}

const nanoseconds = 0xa1b23c4d
const microseconds = 0xa1b2c3d4
const largest = 1 << 20

/**
 * Reads a capture file (draft-ietf-opsawg-pcap) as its bytes come in. Throws when the bytes are no such file; a record
 * that is not yet whole waits for the rest.
 */
export class PcapReader {
  /** Bytes before the first packet, and before each. */
  static readonly fileHeader = 24
  static readonly recordHeader = 16

  #rest: Buffer = Buffer.alloc(0)
  #format: { little: boolean; perUnit: bigint; link: number } | undefined

  read(chunk: Buffer): Captured[] {
    this.#rest = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk
    this.#format ??= this.#readHeader()
    const packets: Captured[] = []
    for (let packet = this.#next(); packet; packet = this.#next()) packets.push(packet)
    return packets
  }

  /** Bytes that have come but are no whole record; 0 after a capture that ended cleanly. */
  get unread(): number {
    return this.#rest.length
  }

  #readHeader() {
    const { fileHeader } = PcapReader
    if (this.#rest.length < fileHeader) return undefined
    const [little, big] = [this.#rest.readUInt32LE(0), this.#rest.readUInt32BE(0)]
    const magic = [little, big].find((each) => each === nanoseconds || each === microseconds)
    if (magic === undefined) throw new Error(`not a capture file: it begins with ${this.#rest.toString('hex', 0, 4)}`)
    const link = (magic === little ? this.#rest.readUInt32LE(20) : this.#rest.readUInt32BE(20)) & 0xffff
    this.#rest = this.#rest.subarray(fileHeader)
    return { little: magic === little, perUnit: magic === nanoseconds ? 1n : 1000n, link }
  }

  #next(): Captured | undefined {
    const format = this.#format
    const { recordHeader } = PcapReader
    if (!format || this.#rest.length < recordHeader) return undefined
    const word = (at: number): number => (format.little ? this.#rest.readUInt32LE(at) : this.#rest.readUInt32BE(at))
    const [seconds, fraction, length] = [word(0), word(4), word(8)]
    if (length > largest) throw new Error(`a damaged capture: a record of ${length} bytes`)
    if (this.#rest.length < recordHeader + length) return undefined
    const bytes = this.#rest.subarray(recordHeader, recordHeader + length)
    this.#rest = this.#rest.subarray(recordHeader + length)
    return { time: BigInt(seconds) * 1_000_000_000n + BigInt(fraction) * format.perUnit, bytes, link: format.link }
  }
}

const ethernet = 1
/** The packets of a link that puts nothing in front of them. */
export const bareIp = 101
const linuxCooked2 = 276

/** The IP packet within the frame, and the direction where the link layer tells it; undefined for ARP and the like. */
export function unwrap({
  bytes,
  link,
}: Pick<Captured, 'bytes' | 'link'>): { packet: Buffer; outgoing?: boolean } | undefined {
  if (link === bareIp) return { packet: bytes }
  const header = link === ethernet ? 14 : link === linuxCooked2 ? 20 : undefined
  if (header === undefined || bytes.length < header) return undefined
  const type = bytes.readUInt16BE(link === ethernet ? 12 : 0)
  if (type !== 0x0800 && type !== 0x86dd) return undefined
  const packet = bytes.subarray(header)
  return link === ethernet ? { packet } : { packet, outgoing: bytes.readUInt8(10) === 4 }
}
