import { describe, expect, it } from 'vitest'
import { castLab } from '../src/catalogue.ts'
import { type Claim, fails, holds, lacks, makeClaim, refuted, unknown, type Verdict } from '../src/claim.ts'
import type { Evidence } from '../src/evidence.ts'
import { words } from '../src/lab.ts'
import { judgeRun } from '../src/run/judge.ts'
import { statesOf } from '../src/story/blindness.ts'
import { ms } from '../src/tcp.ts'
import { judgeAll, worstOf } from '../src/verdict.ts'
import { recorded } from './fixtures.ts'
import { blinded, change, late, verdict, without } from './records.ts'

const evidence = recorded('close-wait')
const cast = await castLab('close-wait')

/** A claim that says this whatever the record is. */
const saying = (what: Verdict, needs: Claim['needs'] = ['wire']): Claim =>
  makeClaim({ states: { verb: 'nothing-left' }, needs, judge: () => what })

const tooLate = late(evidence, ms(700))
const blind = blinded(evidence, 'wire', 'router')
const broken = change(evidence, (fact) =>
  fact.kind === 'awaited' ? [{ ...fact, outcome: 'did not come', waited: ms(10_000), lost: ms(0) }] : [fact],
)
/** As a twin's play leaves it, which goes on: all of its story is there. */
const wentOn = change(evidence, (fact) =>
  fact.kind === 'awaited' ? [{ ...fact, outcome: 'done without', waited: ms(3000), lost: ms(0) }] : [fact],
)

const held = holds([])
const heldVacuously = holds([], undefined, { vacuous: true })
const failed = fails('a connection', 'no connection')
const failedForWant = lacks('a FIN', 'did not arrive')
const failedForSure = refuted('nothing', 'one only')

describe('where a claim is stated', () => {
  /** How often a stack is read meanwhile: to read one takes Node longer than all else that a claim is made of. */
  const readings = (what: () => unknown): number => {
    const { prepareStackTrace } = Error
    let count = 0
    Error.prepareStackTrace = (error, sites) => {
      count++
      return [error, ...sites.map((site) => `    at ${site.toString()}`)].join('\n')
    }
    try {
      what()
    } finally {
      Error.prepareStackTrace = prepareStackTrace
    }
    return count
  }

  it('is looked for when somebody asks, and once', () => {
    let claims: readonly Claim[] = []
    expect(readings(() => (claims = cast.lab.claims(words)))).toBe(0)
    const places = (): string[] => claims.map(({ statedAt }) => statedAt)
    expect(readings(places)).toBeGreaterThan(0)
    expect(readings(places)).toBe(0)
    expect(places()[0]).toMatch(/^labs\/close-wait\/lab\.ts:\d+$/)
  })
})

describe('the central judge', () => {
  const table: ReadonlyArray<readonly [string, Verdict, Record<'seen' | 'blind' | 'late' | 'broken', string>]> = [
    ['a claim that holds', held, { seen: 'holds', blind: 'unknown', late: 'holds', broken: 'holds' }],
    [
      'one that holds for want of something',
      heldVacuously,
      { seen: 'holds', blind: 'unknown', late: 'holds', broken: 'not reached' },
    ],
    ['one that fails', failed, { seen: 'fails', blind: 'unknown', late: 'unknown', broken: 'fails' }],
    [
      'one that fails for want of something',
      failedForWant,
      { seen: 'fails', blind: 'unknown', late: 'unknown', broken: 'not reached' },
    ],
    [
      'one that fails by what a program did',
      failedForSure,
      { seen: 'fails', blind: 'fails', late: 'fails', broken: 'fails' },
    ],
    [
      'one that cannot tell',
      unknown('a look at the socket'),
      { seen: 'unknown', blind: 'unknown', late: 'unknown', broken: 'unknown' },
    ],
    [
      'one that was not reached',
      { outcome: 'not reached', because: [] },
      { seen: 'not reached', blind: 'not reached', late: 'not reached', broken: 'not reached' },
    ],
  ]
  it.each(table)('weighs %s', (_, what, expected) => {
    const records = { seen: evidence, blind, late: tooLate, broken }
    const outcomes = Object.entries(records).map(([name, record]) => [name, verdict(saying(what), record)?.outcome])
    expect(Object.fromEntries(outcomes)).toEqual(expected)
  })

  it('asks only whom the claim needs', () => {
    expect(verdict(saying(held, ['counters']), blind)?.outcome).toBe('holds')
    expect(verdict(saying(held, []), blind)?.outcome).toBe('holds')
    expect(verdict(saying(failed, [statesOf('server')]), blind)?.outcome).toBe('fails')
  })
  it('says who was blind, and what was seen instead where the machine was late', () => {
    expect(verdict(saying(held), blind)).toMatchObject({
      missing: {
        kind: 'unseen',
        missing: { what: 'sight', blind: { by: 'wire', cause: { is: 'error', error: 'a test' } } },
      },
      because: [{ kind: 'blind' }],
    })
    expect(verdict(saying(failed), tooLate)).toMatchObject({
      missing: { kind: 'machine in time', late: 700, else: { got: 'no connection', expected: 'a connection' } },
      late: true,
    })
  })
  it('tells what nobody could see from what only a machine in time could', () => {
    expect(verdict(saying(failed), blind)).not.toHaveProperty('late')
    const gap = change(evidence, (fact) => (fact.kind === 'poll' ? [{ ...fact, longestGap: ms(500) }] : [fact]))
    expect(verdict(saying(held, [statesOf('server')]), gap)).toMatchObject({ outcome: 'unknown', late: true })
  })
  it('judges the whole story of a play that went on where it had waited in vain', () => {
    expect(verdict(saying(failedForWant), wentOn)?.outcome).toBe('fails')
    expect(verdict(saying(heldVacuously), wentOn)?.outcome).toBe('holds')
  })
  it('puts a play that was broken off before a witness that was blind', () => {
    const both = blinded(broken, 'wire', 'router')
    expect(verdict(saying(failedForWant), both)?.outcome).toBe('not reached')
    expect(verdict(saying(heldVacuously), both)?.outcome).toBe('not reached')
    expect(verdict(saying(failed), both)?.outcome).toBe('unknown')
  })
  it('leaves out what has no meaning in the run', () => {
    const claim = makeClaim({ states: { verb: 'nothing-left' }, needs: [], applies: () => false, judge: () => failed })
    expect(judgeAll([claim], evidence)).toEqual([])
  })
  it('makes nothing of a claim that breaks', () => {
    const claim = makeClaim({
      states: { verb: 'nothing-left' },
      needs: [],
      judge() {
        throw new Error('a fault of ours')
      },
    })
    expect(verdict(claim, evidence)).toMatchObject({
      outcome: 'unknown',
      missing: { kind: 'claim that does not break', error: 'a fault of ours' },
    })
  })
})

describe('the worst of several', () => {
  const worst = (...verdicts: Verdict[]) => worstOf(verdicts.map((each) => ({ claim: saying(each), verdict: each })))
  const notReached: Verdict = { outcome: 'not reached', because: [] }
  it('is a failure, else what nobody can tell, and never a pass of nothing', () => {
    expect(worst(held, unknown('a look at the socket'), notReached, failed)).toBe('fails')
    expect(worst(held, unknown('a look at the socket'))).toBe('unknown')
    expect(worst(held, notReached)).toBe('unknown')
    expect(worst(held, held)).toBe('holds')
    expect(worst()).toBe('unknown')
  })
})

describe('the file of a verdict', () => {
  const file = (record: Evidence) => judgeRun(cast, record).file
  const gap = change(evidence, (fact) =>
    fact.kind === 'poll' && fact.by === 'table' ? [{ ...fact, longestGap: ms(500) }] : [fact],
  )
  it('is of a pass', () => expect(file(evidence)).toMatchObject({ verdict: 'pass', status: 0 }))
  it('is late where only the machine is why nobody can tell', () =>
    expect(file(gap)).toMatchObject({ verdict: 'unknown', status: 2, late: true }))
  it('is not late where somebody was blind besides', () => {
    expect(file(blinded(gap, 'wire', 'router'))).not.toHaveProperty('late')
    expect(file(blind)).toMatchObject({ verdict: 'unknown' })
    expect(file(blind)).not.toHaveProperty('late')
  })
  it('is not late where something fails, whatever else is unknown', () => {
    const left = change(gap, (fact) =>
      fact.kind === 'program' && fact.deed === 'said' && fact.text === 'eof'
        ? [fact, { ...fact, text: 'last words' }]
        : fact.kind === 'cleanup'
          ? [{ ...fact, left: ['process 7'] }]
          : [fact],
    )
    expect(file(left)).toMatchObject({ verdict: 'fail', status: 1 })
    expect(file(left)).not.toHaveProperty('late')
  })
  it('is unknown even of what a program did, where the machine was later than a SYN waits', () => {
    expect(verdict(words.wire.neverShows('client', 'F'), late(evidence, ms(900)))).toMatchObject({ outcome: 'fails' })
    expect(verdict(words.wire.neverShows('client', 'F'), late(evidence, ms(1100)))).toMatchObject({
      outcome: 'unknown',
    })
  })
  it('of nothing at all is no pass', () => expect(file(without(evidence, () => true)).verdict).not.toBe('pass'))
})
