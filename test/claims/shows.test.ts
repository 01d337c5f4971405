import { describe, expect, it } from 'vitest'
import { castLab } from '../../src/catalogue.ts'
import type { Evidence, Fact, SegmentFact } from '../../src/evidence.ts'
import { words } from '../../src/lab.ts'
import { transitsOf } from '../../src/story/transits.ts'
import { advance, ms } from '../../src/tcp.ts'
import { recorded } from '../fixtures.ts'
import { outcome } from '../records.ts'

const evidence = recorded('close-wait')
const [claim] = (await castLab('close-wait')).lab.claims(words)

/** The record in which the server's kernel probes the client at the end, and is answered. */
function probed(from: number): Evidence {
  const last = transitsOf(evidence).findLast(({ speaker }) => speaker === 'server')
  const fin = transitsOf(evidence).findLast(({ speaker }) => speaker === 'client')
  if (!last || !fin) throw new Error('the record shows no close')
  const again = (taps: readonly SegmentFact[], at: number, segment: Partial<SegmentFact['segment']>): Fact[] =>
    taps.map((tap) => ({ ...tap, at: ms(tap.at + at), segment: { ...tap.segment, id: 7 + at, ...segment } }))
  const probe = again(last.taps, 1000, { seq: advance(last.segment.seq, from) })
  const answer = again(fin.taps, 1001 + (last.sent.at - fin.sent.at), {
    flags: last.segment.flags,
    seq: last.segment.ack,
    ack: last.segment.seq,
  })
  const facts = [...evidence.facts, ...probe, ...answer].sort((a, b) => a.at - b.at)
  return { ...evidence, facts }
}

describe('the wire shows', () => {
  it('what the lines say, besides keepalive probes and their answers', () => {
    if (!claim) throw new Error('close-wait claims nothing')
    expect(outcome(claim, evidence)).toBe('holds')
    expect(outcome(claim, probed(-1))).toBe('holds')
  })
  it('and where a line names a probe, what is wrong is told of that', () => {
    const text = (after: string, then = '') => `
      opening
      client > F. 1:1(0) ack 1
      server > . 1:1(0) ack 2
      ${after} server > . 0:0(0) ack 2
      client > . 2:2(0) ack 1
      ${then}`
    const told = (lines: string) => words.wire.shows([lines] as unknown as TemplateStringsArray).judge(probed(-1))
    expect(told(text('+.9~+1.1'))).toMatchObject({ outcome: 'holds' })
    const tooEarly = told(text('+.1~+.2'))
    expect(tooEarly).toMatchObject({ outcome: 'fails', expected: { line: '+.1~+.2 server > . 0:0(0) ack 2' } })
    // A second is beyond what any lateness could have made of it: nobody need wait for a machine in time.
    expect(tooEarly).not.toHaveProperty('timer')
    expect(told(text('+.9~+1.1', 'server > R. 1:1(0)'))).toMatchObject({
      outcome: 'fails',
      expected: { line: 'server > R. 1:1(0)' },
    })
  })
  it('and nothing else: a bare ACK is no probe', () => {
    if (!claim) throw new Error('close-wait claims nothing')
    expect(outcome(claim, probed(0))).toBe('fails')
  })
})
