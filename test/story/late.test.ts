import { describe, expect, it } from 'vitest'
import { isLate, latenessOf } from '../../src/story/late.ts'
import { ms } from '../../src/tcp.ts'
import { recorded } from '../fixtures.ts'
import { change, late, without } from '../records.ts'

const evidence = recorded('close-wait')
const stale = recorded('stale-syn')

describe('the lateness of a run', () => {
  it('is the worst that was measured, and none where nobody measured', () => {
    expect(latenessOf(late(evidence, ms(123)))).toBe(123)
    expect(latenessOf(without(evidence, ({ kind }) => kind === 'lateness'))).toBe(0)
  })
  it('is too much where a story does not bear it', () => {
    expect(isLate(evidence)).toBeUndefined()
    expect(isLate(late(evidence, ms(200)))).toBeUndefined()
    expect(isLate(late(evidence, ms(501)))).toBe(501)
  })
})

describe('a segment that is held', () => {
  const unheld = without(stale, ({ kind }) => kind === 'fault')
  it('is not where nothing was held, or is held still', () => {
    expect(isLate(unheld)).toBeUndefined()
    expect(
      isLate(change(stale, (fact) => (fact.kind === 'fault' && fact.deed === 'released' ? [] : [fact]))),
    ).toBeUndefined()
  })
  it('is not where nothing was sent again meanwhile', () => expect(isLate(recorded('reorder'))).toBeUndefined())
})
