import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodePacket, type Segment } from '../../src/tcp.ts'
import { PcapReader, unwrap } from '../../src/witness/pcap.ts'
import { bytes, fixture } from '../fixtures.ts'

const ethernet = bytes('ethernet-nano.pcap')
const cooked = bytes('cooked-micro.pcap')
const readAll = (file: Buffer) => new PcapReader().read(file)

function segmentsIn(file: Buffer): Segment[] {
  return readAll(file).flatMap((captured) => {
    const frame = unwrap(captured)
    const segment = frame && decodePacket(frame.packet)
    return segment ? [segment] : []
  })
}

describe('a capture', () => {
  it('is decoded as tshark decodes it', () => {
    const ours = readAll(ethernet).map((captured) => {
      const segment = decodePacket(unwrap(captured)?.packet ?? Buffer.alloc(0))
      if (!segment) return 'none'
      const [from, fromPort] = [
        segment.from.replace(/[[\]]/g, '').replace(/:\d+$/, ''),
        segment.from.replace(/.*:/, ''),
      ]
      const flags = ['F', 'S', 'R', 'P', '.', 'U', 'E', 'W'].reduce(
        (bits, letter, bit) => bits | (segment.flags.includes(letter) ? 1 << bit : 0),
        0,
      )
      const time = `${captured.time / 1_000_000_000n}.${String(captured.time % 1_000_000_000n).padStart(9, '0')}`
      const { mss = '', timestamp } = segment.options
      return [
        time,
        ...(from.includes(':') ? ['', from] : [from, '']),
        fromPort,
        segment.to.replace(/.*:/, ''),
        segment.seq,
        segment.ack,
        `0x${flags.toString(16).padStart(4, '0')}`,
        segment.length,
        segment.window,
        mss,
        timestamp?.value ?? '',
      ].join(' ')
    })
    expect(ours).toEqual(fixture('ethernet-nano.tshark').trimEnd().split('\n'))
    expect(ours.length).toBeGreaterThan(20)
  })

  it('on every interface tells the direction of each packet, in microseconds', () => {
    const directions = readAll(cooked).flatMap((captured) => unwrap(captured)?.outgoing ?? [])
    expect(directions).toContain(true)
    expect(directions).toContain(false)
    expect(segmentsIn(cooked).every(({ checksum }) => checksum !== 'unknown')).toBe(true)
  })

  it('comes out the same however it is cut into chunks', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(ethernet.length), { maxLength: 8 }), (cuts) => {
        const reader = new PcapReader()
        const edges = [0, ...cuts.toSorted((a, b) => a - b), ethernet.length]
        const packets = edges.slice(1).flatMap((end, index) => reader.read(ethernet.subarray(edges[index], end)))
        expect(packets.length).toBe(readAll(ethernet).length)
        expect(reader.unread).toBe(0)
      }),
    )
  })

  it('that ends in the middle of a packet leaves the rest unread', () => {
    const reader = new PcapReader()
    reader.read(ethernet.subarray(0, ethernet.length - 3))
    expect(reader.unread).toBeGreaterThan(0)
  })

  it('that is none, or damaged, is refused with what was seen', () => {
    expect(() => readAll(Buffer.from('this is no capture file at all'))).toThrow(
      /not a capture file: it begins with 74686973/,
    )
    const damaged = Buffer.from(ethernet)
    damaged.writeUInt32LE(0xffffffff, 24 + 8)
    expect(() => readAll(damaged)).toThrow(/a record of 4294967295 bytes/)
  })
})

describe('a packet of anything', () => {
  it('never throws and never has more payload than bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), (noise) => {
        const packet = Buffer.from(noise)
        const segment = decodePacket(packet)
        expect(segment?.length ?? 0).toBeLessThanOrEqual(0xffff)
      }),
    )
  })

  it('that was a segment and has been cut or changed never throws', () => {
    const real = readAll(ethernet).flatMap((captured) => unwrap(captured)?.packet ?? [])
    fc.assert(
      fc.property(fc.constantFrom(...real), fc.nat(80), fc.nat(255), (packet, index, value) => {
        const changed = Buffer.from(packet)
        changed[index % changed.length] = value
        decodePacket(changed)
        decodePacket(changed.subarray(0, index))
      }),
    )
  })

  it('with one payload byte changed has a wrong checksum', () => {
    const [packet] = readAll(bytes('offloads-off.pcap')).flatMap((captured) => unwrap(captured)?.packet ?? [])
    const changed = Buffer.from(packet ?? [])
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1
    expect(decodePacket(packet ?? changed)?.checksum).toBe('right')
    expect(decodePacket(changed)?.checksum).toBe('wrong')
  })
})
