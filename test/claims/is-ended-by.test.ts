import { describe, expect, it } from 'vitest'
import type { Ending, Fact } from '../../src/evidence.ts'
import { words } from '../../src/lab.ts'
import { ms } from '../../src/tcp.ts'
import { recorded } from '../fixtures.ts'
import { judged, outcome, without } from '../records.ts'

const record = without(recorded('close-wait'), (fact) => fact.kind === 'program' && fact.deed === 'exited')
const claim = words.client.isEndedBy('SIGKILL')

const ending = (how: Ending) => ({
  ...record,
  facts: [
    ...record.facts,
    { kind: 'program', at: ms(100), within: ms(0), host: 'client', by: 'program', deed: 'exited', ending: how } as Fact,
  ],
})

describe('isEndedBy', () => {
  it('holds of a program that the signal ended', () =>
    expect(outcome(claim, ending({ signal: 'SIGKILL' }))).toBe('holds'))

  it.each<[string, Ending]>([
    ['another signal', { signal: 'SIGTERM' }],
    ['its own end', { status: 0 }],
    ['a start that failed', { failure: 'there is no such program' }],
  ])('fails of %s', (_, how) => expect(outcome(claim, ending(how))).toBe('fails'))

  it('fails of one that goes on', () => expect(outcome(claim, record)).toBe('fails'))

  it("is not asked of somebody's own program", () => {
    const own = { ...record, setting: { ...record.setting, replaced: ['client' as const] } }
    expect(judged(claim, own)).toBe(undefined)
  })
})
