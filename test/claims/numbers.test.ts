import { describe, expect, it } from 'vitest'
import { type Evidence, type Fact, factsOf } from '../../src/evidence.ts'
import { words } from '../../src/lab.ts'
import { connectionsOf } from '../../src/story/connections.ts'
import { advance, ms } from '../../src/tcp.ts'
import { recorded } from '../fixtures.ts'
import { change, judged, late, outcome, without } from '../records.ts'

const four = recorded('initial-numbers')
const timeWait = recorded('initial-numbers-time-wait')

/** The record in which this end chose so much a larger ISN for its n-th connection. */
function shifted(record: Evidence, number: number, end: 'client' | 'server', by: number): Evidence {
  const own = connectionsOf(record)[number - 1]
  return change(record, (fact) => {
    if (fact.kind !== 'segment' || !own || fact.at < own.from || fact.at >= own.until) return [fact]
    const { segment } = fact
    return segment.from === own[end]
      ? [{ ...fact, segment: { ...segment, seq: advance(segment.seq, by) } }]
      : [{ ...fact, segment: { ...segment, ack: advance(segment.ack, by) } }]
  })
}

describe('hasClockedNumbers', () => {
  const claim = words.wire.hasClockedNumbers(4)
  const second = connectionsOf(four)[1]?.from ?? 0
  it('holds of ISNs that advance with a clock', () => expect(outcome(claim, four)).toBe('holds'))
  it.each(['client', 'server'] as const)('fails where one of the %s does not', (end) => {
    // A tenth of a second, and the same back: 64 ns a step.
    expect(outcome(claim, shifted(four, 2, end, 1_562_500))).toBe('fails')
    expect(outcome(claim, shifted(four, 4, end, -1_562_500))).toBe('fails')
    expect(outcome(claim, shifted(four, 3, end, 15_625))).toBe('holds')
  })
  it('fails where the time that went by was another', () =>
    expect(
      outcome(
        claim,
        change(four, (fact) => [fact.at >= second ? { ...fact, at: ms(fact.at + 500) } : fact]),
      ),
    ).toBe('fails'))
  it('is given what the machine was late, up to half the time between two connections, and then unknown', () => {
    expect(outcome(claim, late(shifted(four, 2, 'client', 312_500), ms(30)))).toBe('holds')
    expect(judged(claim, late(four, ms(100)))).toBe('unknown')
    expect(judged(claim, late(four, ms(2000)))).toBe('unknown')
  })
  it('fails where there are fewer, or where they are between other pairs', () => {
    expect(outcome(words.wire.hasClockedNumbers(5), four)).toBe('fails')
    expect(outcome(words.wire.hasClockedNumbers(8), recorded('handshake'))).toBe('fails')
    expect(
      outcome(
        claim,
        without(four, () => true),
      ),
    ).toBe('fails')
  })
  it('fails where nobody answered', () => {
    const isAnswer = (fact: Fact) => fact.kind === 'segment' && fact.segment.flags === 'S.'
    expect(outcome(claim, without(four, isAnswer))).toBe('fails')
  })
})

describe('beginsBeyond', () => {
  const claim = words.connection(2).wire.beginsBeyond('server', 65_537)
  it('holds of a pair that is taken out of TIME-WAIT', () => expect(outcome(claim, timeWait)).toBe('holds'))
  it('fails where the ISN is another', () => {
    expect(outcome(claim, shifted(timeWait, 2, 'server', 1))).toBe('fails')
    expect(outcome(claim, four)).toBe('fails')
    expect(outcome(words.connection(2).wire.beginsBeyond('client', 65_537), timeWait)).toBe('fails')
  })
  it('fails where there was no connection before, or none at all', () => {
    expect(outcome(words.wire.beginsBeyond('server', 65_537), timeWait)).toBe('fails')
    expect(outcome(words.connection(3).wire.beginsBeyond('server', 65_537), timeWait)).toBe('fails')
  })
  it('is unknown where the wire was not seen', () => {
    const [syn] = factsOf(timeWait, 'segment')
    const blind = { kind: 'blind', at: ms(50), within: ms(5), host: 'server', by: 'wire' } as const
    if (!syn) throw new Error('the record shows no SYN')
    const facts = [...timeWait.facts, { ...blind, cause: { is: 'error', error: 'a test' } } as const]
    expect(judged(claim, { ...timeWait, facts })).toBe('unknown')
  })
})
