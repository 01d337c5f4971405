import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Assertion } from '../../src/evidence/assertion.ts'
import { idOf } from '../../src/evidence/assertion.ts'
import { earnedBy, type Scheme, type Shown, showingOf } from '../../src/verdict/points.ts'
import type { Came, Found } from '../../src/verdict.ts'

const came = {
  holds: { verdict: 'holds' },
  fails: { verdict: 'fails', expected: { kind: 'quoted', text: 'x' }, got: { kind: 'quoted', text: 'y' } },
  unknown: { verdict: 'unknown', missing: { kind: 'quoted', text: 'z' } },
  'not reached': { verdict: 'not reached' },
} as const satisfies Record<string, Came>
type Outcome = keyof typeof came
const outcomes = Object.keys(came) as Outcome[]

const found = (states: Assertion, verdict: Outcome): Found => ({
  ...{ id: idOf(states), states, settles: [], statedAt: '', because: [] },
  ...came[verdict],
})
const played = (verdict: Outcome): Found => found({ verb: 'play-went-through' }, verdict)
const nothingLeft = (verdict: Outcome): Found => found({ verb: 'nothing-left' }, verdict)
const reaches = (verdict: Outcome): Found =>
  found({ verb: 'reaches', of: { end: 'server', connection: 1 }, state: 'LISTEN' }, verdict)
const never = (verdict: Outcome): Found =>
  found({ verb: 'never', of: { end: 'server', connection: 1 }, state: 'LAST-ACK' }, verdict)

const run = (...claims: readonly Found[]): Shown => ({ claims, replaced: ['server'] })
const byClaims: Scheme = { points: 10, credit: 'claims' }
const all: Scheme = { points: 10, credit: 'all' }

describe('points', () => {
  it('are whole where every claim holds', () => {
    const passed = run(reaches('holds'), played('holds'), nothingLeft('holds'))
    for (const scheme of [byClaims, all]) expect(earnedBy(passed, scheme)).toEqual({ is: 'decided', points: 10 })
  })

  it('are none where a program has ended at once, although most that every run is held to holds', () => {
    const ended = run(reaches('not reached'), played('fails'), nothingLeft('holds'))
    for (const scheme of [byClaims, all]) expect(earnedBy(ended, scheme)).toEqual({ is: 'decided', points: 0 })
  })

  it('are given for what was shown before the play was broken off, but not for what every run is held to', () => {
    const broken = run(reaches('holds'), never('not reached'), played('fails'), nothingLeft('holds'))
    expect(earnedBy(broken, byClaims)).toEqual({ is: 'decided', points: 2.5 })
    expect(earnedBy(broken, all)).toEqual({ is: 'decided', points: 0 })
  })

  it('are not told where a claim is unknown, save where all or nothing was failed anyway', () => {
    const doubtful = run(reaches('unknown'), never('fails'), played('holds'))
    expect(earnedBy(doubtful, byClaims)).toMatchObject({ is: 'undecided', for: [{ verdict: 'unknown' }] })
    expect(earnedBy(doubtful, all)).toEqual({ is: 'decided', points: 0 })
    expect(earnedBy(run(reaches('unknown'), played('holds')), all)).toMatchObject({ is: 'undecided' })
  })

  it('are not told of what was not reached where nobody knows whether the story was played to its end', () => {
    expect(earnedBy(run(reaches('not reached'), played('unknown')), byClaims)).toMatchObject({ is: 'undecided' })
    expect(showingOf(nothingLeft('holds'), run(played('unknown')))).toBe('undecided')
  })

  it('are none for what a replaced program says of itself, and some for what its kernel says', () => {
    const says = found({ verb: 'says', of: { end: 'server' }, line: 'received 1' }, 'holds')
    const read: Found = { ...says, verdict: 'holds', measured: { kind: 'quoted', text: 'read, by the kernel' } }
    expect(showingOf(says, run())).toBe('not shown')
    expect(showingOf(read, run())).toBe('shown')
    expect(showingOf(says, { claims: [], replaced: ['client'] })).toBe('shown')
  })

  it('go by weights, by the claims’ ids', () => {
    const half = run(reaches('holds'), never('fails'), played('holds'))
    const weights = { [reaches('holds').id]: 6, [played('holds').id]: 0, [never('fails').id]: 2 }
    expect(earnedBy(half, { ...byClaims, weights })).toEqual({ is: 'decided', points: 7.5 })
    // What weighs nothing may be unknown.
    expect(
      earnedBy(run(reaches('holds'), played('holds'), never('unknown')), {
        ...byClaims,
        weights: { [never('holds').id]: 0 },
      }),
    ).toEqual({ is: 'decided', points: 10 })
  })

  it('do not depend on what tools show of a state, unless somebody weighs that', () => {
    const shownIn = (verdict: Outcome): Found =>
      found({ verb: 'isShownIn', of: { end: 'server', connection: 1 }, states: ['CLOSE-WAIT'] }, verdict)
    const left = run(reaches('holds'), never('fails'), shownIn('unknown'), played('holds'), nothingLeft('holds'))
    expect(earnedBy(left, byClaims)).toEqual({ is: 'decided', points: 7.5 })
    expect(earnedBy(left, { ...byClaims, weights: { [shownIn('holds').id]: 1 } })).toMatchObject({ is: 'undecided' })
    // All is all.
    expect(earnedBy(run(reaches('holds'), shownIn('unknown')), all)).toMatchObject({ is: 'undecided' })
    expect(earnedBy(run(reaches('holds'), shownIn('fails')), all)).toEqual({ is: 'decided', points: 0 })
  })

  it('are not told of a run without claims, nor where none has any weight', () => {
    expect(earnedBy(run(), byClaims)).toMatchObject({ is: 'undecided' })
    const weights = { [played('holds').id]: 0 }
    expect(earnedBy(run(played('holds')), { ...byClaims, weights })).toMatchObject({ is: 'undecided' })
  })

  it('are within their bounds, never fewer for one claim more that holds, and none for all-or-nothing less than all', () => {
    const claims = fc.tuple(
      ...[reaches, never, played, nothingLeft].map((make) => fc.constantFrom(...outcomes).map(make)),
    )
    fc.assert(
      fc.property(claims, fc.nat(3), (four, index) => {
        const [before, after] = [four, four.with(index, { ...(four[index] as Found), ...came.holds } as Found)].map(
          (each) => earnedBy(run(...each), byClaims),
        )
        if (before?.is === 'decided' && after?.is === 'decided')
          expect(after.points).toBeGreaterThanOrEqual(before.points)
        if (before?.is === 'decided') expect(before.points >= 0 && before.points <= 10).toBe(true)
        const whole = earnedBy(run(...four), all)
        if (whole.is === 'decided') expect(whole.points).toBe(four.every(({ verdict }) => verdict === 'holds') ? 10 : 0)
        if (four.some(({ verdict }) => verdict === 'unknown')) expect(before?.is).toBe('undecided')
      }),
    )
  })
})
