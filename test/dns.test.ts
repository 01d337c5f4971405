import { describe, expect, it } from 'vitest'
import { pointerTo } from '../src/dns.ts'

describe('the name under which DNS keeps the name of an address', () => {
  it.each([
    ['198.18.7.129', '129.7.18.198.in-addr.arpa'],
    // RFC 3596 section 2.5.
    ['4321:0:1:2:3:4:567:89ab', 'b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.0.0.0.0.1.2.3.4.ip6.arpa'],
    ['fd1a:b:7::1', '1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.7.0.0.0.b.0.0.0.a.1.d.f.ip6.arpa'],
    ['::1', '1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.ip6.arpa'],
  ])('of %s is %s', (address, name) => expect(pointerTo(address)).toBe(name))
})
