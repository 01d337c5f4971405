import { decodePacket, protocolTcp, readIp, readTcp, type Segment } from '../../tcp.ts'
import type { Picture } from './picture.ts'

/** A segment's bytes, layer by layer, as its sender's link had them. */
export interface Dump {
  readonly layers: ReadonlyArray<{
    readonly name: string
    readonly at: number
    readonly size: number
    readonly hex: string
  }>
  /** Its payload, where that is text. */
  readonly text?: string
}

/** A packet of a capture: what the link carried before it, and the packet. */
export interface CapturedPacket {
  readonly link: Buffer
  readonly packet: Buffer
}

/** Of a payload so many bytes are shown; fewer where there are many segments. */
const shown = { few: 128, many: 24, from: 40 } as const

/** The bytes of each drawn segment, found in its sender's capture by its header. */
export function dumpsOf(
  picture: Picture,
  captures: Readonly<Partial<Record<'client' | 'server', readonly CapturedPacket[]>>>,
): ReadonlyMap<string, Dump> {
  const known = new Map<string, CapturedPacket[]>()
  for (const [host, packets] of Object.entries(captures)) {
    for (const captured of packets) {
      const segment = decodePacket(captured.packet)
      if (!segment) continue
      const key = `${host} ${keyOf(segment)}`
      known.set(key, [...(known.get(key) ?? []), captured])
    }
  }
  const most = picture.segments.length < shown.from ? shown.few : shown.many
  return new Map(
    picture.segments.flatMap(({ id, transit: { speaker, segment } }) => {
      const [found] = known.get(`${speaker} ${keyOf(segment)}`) ?? known.get(`server ${keyOf(segment)}`) ?? []
      return found ? [[id, dumpOf(found, most)] as const] : []
    }),
  )
}

/** One that is sent again may differ from the first in its timestamp alone: IPv6 has no identification, and a SYN+ACK none but 0. */
const keyOf = ({ from, to, flags, seq, ack, length, id, window, options: { timestamp } }: Segment): string =>
  [from, to, flags, seq, ack, length, id ?? '', window, timestamp?.value ?? '', timestamp?.echo ?? ''].join(' ')

function dumpOf({ link, packet }: CapturedPacket, most: number): Dump {
  const ip = readIp(packet, 0)
  const tcp = ip?.protocol === protocolTcp ? readTcp(ip) : undefined
  if (!ip || !tcp) return { layers: [] }
  const payload = ip.payload.bytes.subarray(tcp.size)
  const [atIp, atTcp] = [link.length, link.length + ip.payload.at]
  const text = textOf(payload.subarray(0, most))
  return {
    layers: [
      ...(link.length > 0 ? [{ name: 'Ethernet', at: 0, ...bytesOf(link) }] : []),
      { name: ip.name, at: atIp, ...bytesOf(packet.subarray(0, ip.payload.at)) },
      { name: 'TCP', at: atTcp, ...bytesOf(ip.payload.bytes.subarray(0, tcp.size)) },
      ...(payload.length > 0
        ? [{ name: 'data', at: atTcp + tcp.size, size: payload.length, hex: hexOf(payload, most) }]
        : []),
    ],
    ...(text === undefined ? {} : { text }),
  }
}

const bytesOf = (bytes: Buffer) => ({ size: bytes.length, hex: hexOf(bytes, bytes.length) })

const hexOf = (bytes: Buffer, most: number): string => {
  const hex = bytes
    .subarray(0, most)
    .toString('hex')
    .replace(/..(?=.)/g, '$& ')
  return bytes.length > most ? `${hex} …` : hex
}

function textOf(payload: Buffer): string | undefined {
  const text = payload.toString('utf8')
  return payload.length > 0 && !/(?![\t\n\r])[\p{Cc}\ufffd]/u.test(text) ? text : undefined
}
