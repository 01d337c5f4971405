/** A 32-bit sequence number as it stands in the header; arithmetic is modulo 2^32 (RFC 9293 section 3.4). */
export type SequenceNumber = number & { readonly modulo: 'two to the 32' }

export const sequence = (value: number): SequenceNumber => (value >>> 0) as SequenceNumber

/** How far `to` lies ahead of `from`; negative when it lies behind (within half the circle). */
export const distance = (from: SequenceNumber, to: SequenceNumber): number => (to - from) | 0

export const advance = (from: SequenceNumber, by: number): SequenceNumber => sequence(from + by)
