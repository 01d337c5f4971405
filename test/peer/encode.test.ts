import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressBytes, decodePacket, encodePacket, endpoint, flagsOf, type Outgoing, sequence } from '../../src/tcp.ts'
import { PcapReader, unwrap } from '../../src/witness/pcap.ts'
import { bytes, fixture } from '../fixtures.ts'

const address = fc.oneof(
  fc.ipV4(),
  fc.constantFrom('fd1a:b:7:1::5', '::1', 'fd00::', '2001:db8::ff:0:1', '1:2:3:4:5:6:7:8'),
)
const port = fc.integer({ min: 1, max: 65535 })
const number = fc.nat(0xffffffff).map(sequence)
const options = fc.record(
  {
    mss: fc.nat(0xffff),
    windowScale: fc.nat(14),
    sackPermitted: fc.constant(true),
    timestamp: fc.record({ value: fc.nat(0xffffffff), echo: fc.nat(0xffffffff) }),
    fastOpenCookie: fc.constantFrom('', '0011223344556677'),
  },
  { requiredKeys: [] },
)
const outgoing = fc
  .tuple(address, address, port, port)
  .filter(([from, to]) => from.includes(':') === to.includes(':'))
  .chain(([from, to, fromPort, toPort]) =>
    fc.record({
      from: fc.constant(endpoint(from, fromPort)),
      to: fc.constant(endpoint(to, toPort)),
      flags: fc.nat(255).map(flagsOf),
      seq: number,
      ack: number,
      window: fc.nat(0xffff),
      options,
      data: fc.uint8Array({ maxLength: 60 }).map((data) => Buffer.from(data)),
    }),
  )

describe('a segment that is put on the wire', () => {
  it('is read back as it was meant, with a right checksum, over IPv4 and IPv6', () => {
    fc.assert(
      fc.property(outgoing, (segment: Outgoing) => {
        const { data, ...rest } = segment
        expect(decodePacket(encodePacket(segment))).toMatchObject({ ...rest, length: data.length, checksum: 'right' })
      }),
    )
  })

  it('has the bytes of an address as they stand in a header', () => {
    expect(addressBytes('198.18.0.5').toString('hex')).toBe('c6120005')
    expect(addressBytes('fd1a:b:7:1::5').toString('hex')).toBe('fd1a000b000700010000000000000005')
    expect(addressBytes('::').toString('hex')).toBe('0'.repeat(32))
  })
})

describe.each(['IPv4', 'IPv6'])("a raw peer's segments over %s, as they crossed the wire", (family) => {
  const packets = new PcapReader()
    .read(bytes(`raw-peer-${family}.pcap`))
    .flatMap((captured) => unwrap(captured)?.packet ?? [])
  const lines = fixture(`raw-peer-${family}.tshark`)
    .trimEnd()
    .split('\n')
    .map((line) => line.trim())

  it('are to tshark what they are to us, checksums and all', () => {
    const good = family === 'IPv4' ? '1 1' : '1'
    const ours = packets.flatMap((packet) => {
      const segment = decodePacket(packet)
      if (!segment) return []
      const ports = [segment.from, segment.to].map((end) => end.replace(/.*:/, ''))
      const flags = [...segment.flags].sort().join('')
      return [
        ...ports,
        segment.seq,
        segment.ack,
        flags,
        segment.length,
        segment.window,
        segment.options.mss ?? '',
        good,
      ].join(' ')
    })
    const letters: Readonly<Record<string, string>> = { A: '.' }
    const theirs = lines.map((line) =>
      line.replace(/·\S*/, (text) =>
        [...text.replaceAll('·', '')]
          .map((letter) => letters[letter] ?? letter)
          .sort()
          .join(''),
      ),
    )
    expect(ours).toEqual(theirs)
    expect(ours.length).toBe(7)
  })

  it('come out the same, byte for byte, when they are made again', () => {
    const own = packets.filter((packet) => decodePacket(packet)?.to.endsWith(':8080'))
    expect(own.length).toBe(4)
    for (const packet of own) {
      const segment = decodePacket(packet)
      if (!segment) throw new Error('not a segment')
      const again = encodePacket({ ...segment, data: Buffer.alloc(0) })
      // The kernel fills in the identification of an IPv4 packet, and its checksum with it.
      const from = family === 'IPv4' ? 20 : 0
      expect(again.subarray(from).toString('hex')).toBe(packet.subarray(from).toString('hex'))
    }
  })
})
