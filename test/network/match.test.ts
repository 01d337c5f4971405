import { describe, expect, it } from 'vitest'
import type { FaultMatch } from '../../src/evidence.ts'
import { fromOf, matchOf } from '../../src/network/match.ts'

describe('which segments a fault means, as nftables is told', () => {
  it.each<[match: FaultMatch, text: string]>([
    [{ from: 'client' }, 'meta l4proto tcp'],
    [{ from: 'client', flags: 'F.' }, 'meta l4proto tcp tcp flags & (fin|syn|rst|ack) == (fin|ack)'],
    [{ from: 'server', flags: 'S' }, 'meta l4proto tcp tcp flags & (fin|syn|rst|ack) == (syn)'],
    [{ from: 'server', flags: 'R' }, 'meta l4proto tcp tcp flags & (fin|syn|rst|ack) == (rst)'],
    [{ from: 'client', first: 2 }, 'meta l4proto tcp limit rate 1/day burst 2 packets'],
    [{ from: 'client', protocol: 'UDP', every: 5 }, 'meta l4proto udp numgen inc mod 5 == 0'],
    [
      { from: 'client', flags: '.', every: 3, first: 1 },
      'meta l4proto tcp tcp flags & (fin|syn|rst|ack) == (ack) numgen inc mod 3 == 0 limit rate 1/day burst 1 packets',
    ],
  ])('%j', (match, text) => expect(matchOf(match)).toBe(text))

  it('comes in at the side of who sends it', () => {
    expect(fromOf({ from: 'client' })).toBe('iifname "client"')
    expect(fromOf({ from: 'server' })).toBe('iifname "server"')
  })

  it('is refused with letters that stand for none of the four, or that would be rules of their own', () => {
    for (const flags of ['P', 'F,', '"; flush ruleset #'])
      expect(() => matchOf({ from: 'client', flags } as FaultMatch)).toThrow(/no flag '/)
  })
})
