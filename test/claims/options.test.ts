import { describe, expect, it } from 'vitest'
import type { Option } from '../../src/evidence/assertion.ts'
import type { Evidence } from '../../src/evidence.ts'
import { words } from '../../src/lab.ts'
import type { SegmentOptions } from '../../src/tcp.ts'
import { recorded } from '../fixtures.ts'
import { blinded, change, judged, outcome, without } from '../records.ts'

const reorder = recorded('reorder')
const options = ['timestamps', 'window scale', 'SACK'] as const
const fields = {
  timestamps: ['timestamp'],
  'window scale': ['windowScale'],
  SACK: ['sackPermitted', 'sack'],
} as const satisfies Record<Option, ReadonlyArray<keyof SegmentOptions>>

/** The record in which the segments with these flags, or all of them, carry the option no more. */
function stripped(record: Evidence, option: Option, flags?: string): Evidence {
  return change(record, (fact) => {
    if (fact.kind !== 'segment' || (flags !== undefined && fact.segment.flags !== flags)) return [fact]
    const left = Object.entries(fact.segment.options).filter(([name]) => !fields[option].some((each) => each === name))
    return [{ ...fact, segment: { ...fact.segment, options: Object.fromEntries(left) } }]
  })
}

/** No window is scaled: every segment announces as much as the SYNs. */
const unscaled = (record: Evidence): Evidence =>
  change(record, (fact) => [fact.kind === 'segment' ? { ...fact, segment: { ...fact.segment, window: 64_240 } } : fact])

describe.each(options)('%s', (option) => {
  const both = words.wire.uses(option)
  const nobodys = words.wire.neverUses(option, 'nobody')
  const clients = words.wire.neverUses(option, 'client')
  const plain = option === 'window scale' ? unscaled(reorder) : reorder

  it('is used where both ends have said it', () => {
    expect(outcome(both, reorder)).toBe('holds')
    for (const claim of [nobodys, clients]) expect(outcome(claim, reorder)).toBe('fails')
  })
  it('is not where nobody has said it', () => {
    const none = stripped(plain, option)
    expect(outcome(nobodys, none)).toBe('holds')
    for (const claim of [both, clients]) expect(outcome(claim, none)).toBe('fails')
  })
  it('is not where the client alone has said it', () => {
    const alone = ['S.', '.', 'P.', 'F.', 'FP.'].reduce((record, flags) => stripped(record, option, flags), plain)
    expect(outcome(clients, alone)).toBe('holds')
    for (const claim of [both, nobodys]) expect(outcome(claim, alone)).toBe('fails')
  })
  it('must not be used by who has not said it', () => {
    const silent = ['S', 'S.'].reduce((record, flags) => stripped(record, option, flags), reorder)
    expect(outcome(nobodys, silent)).toBe('fails')
  })
  it('must be used by who has', () => {
    const unused = option === 'window scale' ? plain : stripped(plain, option, '.')
    expect(outcome(both, unused)).toBe('fails')
  })
  it('shows nothing where there is no connection, and nobody knows where the wire was not seen', () => {
    for (const claim of [both, nobodys]) {
      expect(
        outcome(
          claim,
          without(reorder, () => true),
        ),
      ).toBe('fails')
      expect(judged(claim, blinded(reorder, 'wire'))).toBe('unknown')
    }
  })
})

it('of SACK there is nothing to see without a gap', () => {
  const handshake = recorded('handshake')
  expect(outcome(words.wire.uses('SACK'), handshake)).toBe('fails')
  expect(outcome(words.wire.neverUses('SACK', 'nobody'), stripped(handshake, 'SACK'))).toBe('fails')
})
