import type { Flags } from './flags.ts'
import { advance, type SequenceNumber } from './sequence.ts'

/** An address and a port as `ss` prints them: `198.18.0.1:8080`, `[fd00::1]:8080`, `*:8080` for every address. */
export type Endpoint = string & { readonly of: 'address and port' }

/** The one place where an endpoint is spelled: whoever saw it, and through a socket of whichever family, it is the same. */
export function endpoint(address: string, port: number | string): Endpoint {
  const one = plain(address)
  return `${one.includes(':') ? `[${one}]` : one}:${port}` as Endpoint
}

/**
 * An address by its one name. A socket of IPv6 that speaks IPv4 (`listen(port)` of Node and Go) has IPv4-mapped addresses
 * (RFC 4291 section 2.5.5.2) and is at IPv4's own; a listener on every address of either family is at `*`.
 */
function plain(address: string): string {
  if (address === '0.0.0.0' || address === '::') return '*'
  const [, dotted, high, low] = mapped.exec(address) ?? []
  if (dotted !== undefined) return plain(dotted)
  if (high === undefined || low === undefined) return address
  const [upper, lower] = [Number.parseInt(high, 16), Number.parseInt(low, 16)]
  return plain([upper >> 8, upper & 255, lower >> 8, lower & 255].join('.'))
}

const mapped = /^::ffff:(?:(\d+\.\d+\.\d+\.\d+)|([0-9a-f]{1,4}):([0-9a-f]{1,4}))$/i

export const addressOf = (at: Endpoint): string => at.slice(0, at.lastIndexOf(':')).replace(/[[\]]/g, '')

export const portOf = (at: Endpoint): number => Number(at.slice(at.lastIndexOf(':') + 1))

/** A TCP segment as its headers tell it (RFC 9293 section 3.1). */
export interface Segment {
  readonly from: Endpoint
  readonly to: Endpoint
  readonly flags: Flags
  readonly seq: SequenceNumber
  readonly ack: SequenceNumber
  /** Bytes of payload. */
  readonly length: number
  /** As in the header: not scaled. */
  readonly window: number
  readonly options: SegmentOptions
  readonly hops: number
  /** The IPv4 identification field; IPv6 has none. */
  readonly id?: number
  /** Whether the TCP checksum is right, where the packet was captured whole. */
  readonly checksum: 'right' | 'wrong' | 'unknown'
}

export interface SegmentOptions {
  readonly mss?: number
  readonly windowScale?: number
  readonly sackPermitted?: boolean
  readonly sack?: ReadonlyArray<readonly [SequenceNumber, SequenceNumber]>
  readonly timestamp?: { readonly value: number; readonly echo: number }
  readonly fastOpenCookie?: string
}

export const carries = (segment: Pick<Segment, 'flags'>, letter: 'S' | 'F' | 'R' | '.'): boolean =>
  segment.flags.includes(letter)

/** The sequence number after this segment: payload counts its bytes, SYN and FIN count one each (RFC 9293 section 3.4). */
export function sequenceEnd(segment: Pick<Segment, 'seq' | 'flags' | 'length'>): SequenceNumber {
  return advance(segment.seq, segment.length + (carries(segment, 'S') ? 1 : 0) + (carries(segment, 'F') ? 1 : 0))
}
