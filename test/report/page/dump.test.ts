import { describe, expect, it } from 'vitest'
import { dumpsOf } from '../../../src/report/page/dump.ts'
import { pictureOf } from '../../../src/report/page/picture.ts'
import { decodePacket, encodePacket } from '../../../src/tcp.ts'
import { recorded } from '../../fixtures.ts'

describe('the bytes of a segment', () => {
  it('are its own where another is alike in all but the timestamp', () => {
    const picture = pictureOf(recorded('handshake'))
    const drawn = picture.segments.find(({ transit }) => transit.segment.flags === 'S.')
    if (!drawn) throw new Error('the record has no SYN+ACK')
    const { transit } = drawn
    const packets = [0x11111111, 0x22222222].map((value) =>
      encodePacket({ ...transit.segment, options: { timestamp: { value, echo: 7 } }, data: Buffer.alloc(0) }),
    )
    const segments = packets.flatMap((packet, index) => {
      const segment = decodePacket(packet)
      return segment ? [{ ...drawn, id: `s${index}`, transit: { ...transit, segment } }] : []
    })
    const captured = packets.map((packet) => ({ link: Buffer.alloc(14), packet }))
    const dumps = dumpsOf({ ...picture, segments }, { [transit.speaker]: captured })
    const tcp = (id: string): string | undefined => dumps.get(id)?.layers.find(({ name }) => name === 'TCP')?.hex
    expect(tcp('s0')).toContain('11 11 11 11')
    expect(tcp('s1')).toContain('22 22 22 22')
  })
})
