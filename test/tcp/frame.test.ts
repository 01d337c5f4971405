import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeFrame, dissectPacket, type Frame } from '../../src/tcp.ts'
import { PcapReader } from '../../src/witness/pcap.ts'
import { bytes, fixture } from '../fixtures.ts'

const framesIn = (name: string): Buffer[] =>
  new PcapReader().read(bytes(`${name}.pcap`)).map((captured) => captured.bytes)
const names = ['dns-then-http-IPv4', 'dns-then-http-IPv6', 'icmp-IPv4', 'icmp-IPv6']

/** A frame as tshark was asked to print it. */
function asTshark(frame: Frame | undefined): string {
  if (!frame) return ''
  const { layers, ip, ports, icmp, neighbour } = frame
  const has = (name: string): boolean => layers.some((layer) => layer.name === name)
  const when = (is: boolean, ...values: readonly unknown[]): readonly unknown[] => (is ? values : values.map(() => ''))
  const tcp = layers.find(({ name }) => name === 'TCP')
  const data = layers.find(({ name }) => name === 'data')?.size ?? 0
  const v6 = has('IPv6')
  return [
    frame.size,
    frame.from,
    frame.to,
    ...when(has('ARP'), neighbour?.asks ? 1 : 2),
    ...when(has('IPv4'), ip?.source, ip?.destination, ip?.hops),
    ...when(v6, ip?.source, ip?.destination, ip?.hops),
    ...when(has('UDP'), ports?.from, ports?.to),
    ...when(has('TCP'), ports?.from, ports?.to, tcp?.size, data),
    ...when(has('ICMP') && !v6, icmp?.type, icmp?.code),
    ...when(has('ICMP') && v6, icmp?.type, icmp?.code),
    ...when(has('ICMP') && neighbour?.asks === true, neighbour?.address),
    ...when(has('ICMP') && neighbour?.asks === false, neighbour?.address),
  ].join(';')
}

/** Without ARP's addresses, which we name only as far as a line of a lab does, and without the ports that an ICMP report quotes. */
function comparable(line: string): string {
  const fields = line.split(';').toSpliced(4, 2)
  const isIcmp = fields.slice(16, 20).some((field) => field !== '')
  return fields.map((field, index) => (isIcmp && index >= 10 && index < 14 ? '' : field)).join(';')
}

/** Reports of multicast listeners stand behind an extension header, which nothing else in the labs' networks has. */
const isMulticastReport = (frame: Buffer): boolean => frame.readUInt16BE(12) === 0x86dd && frame.readUInt8(20) === 0

describe('a frame', () => {
  it.each(names)('of %s is to us what it is to tshark', (name) => {
    const frames = framesIn(name)
    const lines = fixture(`${name}.tshark`).trimEnd().split('\n')
    const known = frames.map((frame) => !isMulticastReport(frame))
    const theirs = lines.filter((_, index) => known[index]).map(comparable)
    expect(frames.filter((_, index) => known[index]).map((frame) => asTshark(decodeFrame(frame)))).toEqual(theirs)
    expect(theirs.length).toBeGreaterThan(4)
  })

  it.each(names)('of %s has layers that follow one another and end where it ends', (name) => {
    for (const captured of framesIn(name).filter((frame) => !isMulticastReport(frame))) {
      const { layers = [], size } = decodeFrame(captured) ?? {}
      const ends = layers.map((layer) => layer.at + layer.size)
      expect(layers.map(({ at }) => at)).toEqual([0, ...ends.slice(0, -1)])
      expect(ends.at(-1)).toBe(size)
    }
  })

  it('of ARP says who is asked for, and who it is', () => {
    const [asks, tells] = framesIn('dns-then-http-IPv4').map((frame) => decodeFrame(frame)?.neighbour)
    const [question, answer] = fixture('dns-then-http-IPv4.tshark')
      .split('\n')
      .map((line) => line.split(';'))
    expect(asks).toEqual({ asks: true, address: question?.[5] })
    expect(tells).toEqual({ asks: false, address: answer?.[4] })
  })

  it('of noise, or cut and changed, never throws and never has more than its bytes', () => {
    const real = names.flatMap(framesIn)
    fc.assert(
      fc.property(fc.constantFrom(...real), fc.nat(200), fc.nat(255), fc.nat(200), (frame, index, value, length) => {
        const changed = Buffer.from(frame)
        changed[index % changed.length] = value
        for (const each of [changed, changed.subarray(0, length)]) {
          const decoded = decodeFrame(each)
          const last = decoded?.layers.at(-1)
          expect(last ? last.at + last.size : 0).toBeLessThanOrEqual(each.length)
        }
      }),
      { numRuns: 2000 },
    )
    fc.assert(fc.property(fc.uint8Array({ maxLength: 120 }), (noise) => void decodeFrame(Buffer.from(noise))))
  })
})

describe('an IGMP report', () => {
  /** As tcpdump has captured it when a program joined 239.1.2.3; the kind of its record is given. */
  const report = (kind: string): Buffer =>
    Buffer.from(
      `01005e00001602000000000108004600002800004000010244b7c6120001e0000016940400002200e7f800000001${kind}000000ef010203`,
      'hex',
    )
  it.each([
    ['04', 'joins'],
    ['02', 'joins'],
    ['03', 'leaves'],
  ])('of kind %s says that a host %s', (kind, deed) => {
    const frame = decodeFrame(report(kind))
    expect(frame).toMatchObject({ group: { deed, address: '239.1.2.3' }, ip: { destination: '224.0.0.22', hops: 1 } })
    expect(frame?.layers.map(({ name }) => name)).toEqual(['Ethernet', 'IPv4', 'IGMP'])
  })
  it('of another kind, or cut short, is left to Wireshark', () => {
    expect(decodeFrame(report('01'))).toBeUndefined()
    expect(decodeFrame(report('04').subarray(0, 50))).toBeUndefined()
  })
})

describe('a packet that a link without a header has carried', () => {
  it('is the same as in Ethernet, without MACs and fourteen bytes', () => {
    for (const frame of framesIn('dns-then-http-IPv4')) {
      const whole = decodeFrame(frame)
      if (!whole?.ip) continue
      const { from: _, to: __, layers, size, ...inEthernet } = whole
      const inside = layers.slice(1).map((layer) => ({ ...layer, at: layer.at - 14 }))
      expect(dissectPacket(frame.subarray(14)).frame).toEqual({ ...inEthernet, size: size - 14, layers: inside })
    }
  })
  it('is nothing that is known where it is no IP', () => expect(dissectPacket(Buffer.alloc(60))).toEqual({}))
})
