import { describe, expect, it } from 'vitest'
import { sourceOf } from '../../src/tcp.ts'

describe('who sent a packet', () => {
  it('is told by its header, of IPv4 and IPv6, a later fragment too', () => {
    const four = Buffer.from('4500002800012000fd110000c6120001c61200020000000000000000', 'hex')
    expect(sourceOf(four)).toBe('198.18.0.1')
    const six = Buffer.concat([
      Buffer.from('6000000000081140', 'hex'),
      Buffer.from('fe800000000000000000000000000007', 'hex'),
      Buffer.alloc(24),
    ])
    expect(sourceOf(six)).toBe('fe80::7')
  })

  it('is not where it is too short, or no IP', () => {
    expect(sourceOf(Buffer.alloc(0))).toBeUndefined()
    expect(sourceOf(Buffer.alloc(39, 0x60))).toBeUndefined()
    expect(sourceOf(Buffer.alloc(60))).toBeUndefined()
  })
})
