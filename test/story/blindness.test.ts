import { describe, expect, it } from 'vitest'
import type { Evidence, Fact, PollFact } from '../../src/evidence.ts'
import { blindnessOf, type Need, statesOf } from '../../src/story/blindness.ts'
import { ms } from '../../src/tcp.ts'
import { recorded } from '../fixtures.ts'
import { blinded, change, late, without } from '../records.ts'

const evidence = recorded('close-wait')
const everybody: readonly Need[] = ['wire', 'counters', statesOf('client'), statesOf('server')]

/** Who did not see. */
const blind = (record: Evidence): Need[] => [...new Set(blindnessOf(record, everybody).map(({ need }) => need))]

const looksOf = (host: Fact['host'], alter: (look: PollFact) => readonly Fact[]): Evidence =>
  change(evidence, (fact) => (fact.kind === 'poll' && fact.by === 'table' && fact.host === host ? alter(fact) : [fact]))

describe('nobody was blind', () => {
  it.each(['close-wait', 'close-wait-user', 'handshake', 'stale-syn', 'duplicate', 'reorder', 'routing'])(
    'in the record of %s',
    (name) => expect(blind(recorded(name))).toEqual([]),
  )
  it('of whom nobody asks', () => expect(blindnessOf(blinded(evidence, 'wire'), ['counters'])).toEqual([]))
})

describe('a witness that says that it was blind', () => {
  it.each([
    ['wire', 'router', ['wire']],
    ['counters', 'client', ['counters']],
    ['table', 'client', [statesOf('client')]],
    ['kernel', 'server', [statesOf('server')]],
    ['ss', 'server', []],
  ] as const)('%s at the %s is one for %j', (by, host, needs) =>
    expect(blind(blinded(evidence, by, host))).toEqual(needs),
  )
  it('of the table of loopback is one for both ends', () => {
    const record = { ...evidence, setting: { ...evidence.setting, loopback: true } }
    expect(blind(blinded(record, 'table'))).toEqual(expect.arrayContaining([statesOf('client'), statesOf('server')]))
  })
  it('is no excuse of lateness', () =>
    expect(blindnessOf(blinded(evidence, 'table'), everybody)).toMatchObject([{ late: false }]))
  it.each([
    { is: 'not told in time', patience: 5000 },
    { is: 'overrun', lost: 3 },
  ] as const)('and could not keep up was kept from it by the machine: $is', (cause) => {
    const asked = change(blinded(evidence, 'wire'), (fact) => (fact.kind === 'blind' ? [{ ...fact, cause }] : [fact]))
    expect(blindnessOf(asked, everybody)).toMatchObject([{ need: 'wire', late: true }])
  })
})

describe('the table', () => {
  it('was not seen where nobody looked at it', () => {
    const record = looksOf('client', () => [])
    expect(blind(record)).toEqual([statesOf('client')])
    expect(blindnessOf(record, everybody)).toMatchObject([{ late: false }])
  })
  it('was not where it was looked at once, with a gap as long as the story', () => {
    const [first] = evidence.facts.filter((fact) => fact.kind === 'poll' && fact.by === 'table')
    expect(blind(change(evidence, (fact) => (isLookOfTable(fact) && fact !== first ? [] : [fact])))).toEqual([
      statesOf('client'),
      statesOf('server'),
    ])
  })
  it('was not in a long gap between two looks, which a machine that is late must bear', () => {
    const gap = (longestGap: number) => looksOf('server', (look) => [{ ...look, longestGap: ms(longestGap) }])
    expect(blind(gap(90))).toEqual([])
    expect(blind(gap(400))).toEqual([statesOf('server')])
    expect(blindnessOf(gap(400), everybody)).toMatchObject([{ late: true }])
    expect(blind(late(gap(400), ms(160)))).toEqual([])
  })
  it('was not between the last look and the end', () =>
    expect(blind(looksOf('server', (look) => (look.at > 1500 ? [] : [look])))).toEqual([statesOf('server')]))
  it('tells of every state that lasts, which another has seen', () => {
    const record = without(
      evidence,
      (fact) => fact.kind === 'sample' && fact.by === 'table' && fact.state === 'CLOSE-WAIT',
    )
    expect(blind(record)).toEqual([statesOf('server')])
  })
})

const isLookOfTable = (fact: Fact): boolean => fact.kind === 'poll' && fact.by === 'table'

describe('the tracepoints', () => {
  const untraced = without(evidence, ({ kind }) => kind === 'transition')
  it('were not heard where states are known of which they told nothing', () =>
    expect(blind(untraced)).toEqual([statesOf('client'), statesOf('server')]))
  it('are not missed on a machine that has none', () => {
    const without: Evidence = { ...untraced, setting: { ...evidence.setting, missing: { kernel: 'no tracefs' } } }
    expect(blind(without)).toEqual([])
  })
})

describe('the wire', () => {
  it('was not seen where a tap has no segment that passed it', () => {
    const missed = without(evidence, (fact) => fact.kind === 'segment' && fact.host === 'router')
    expect(blind(missed)).toEqual(['wire'])
  })
  it('was not where a capture has more than the kernel counted, or less', () => {
    const counted = (by: number) =>
      change(evidence, (fact) =>
        fact.kind === 'counters' && fact.host === 'server'
          ? [{ ...fact, moved: { ...fact.moved, 'Tcp.InSegs': (fact.moved['Tcp.InSegs'] ?? 0) + by } }]
          : [fact],
      )
    expect(blind(counted(1))).toEqual(['wire'])
    expect(blind(counted(-1))).toEqual(['wire'])
  })
  it('was not where what arrived was not yet sent', () => {
    const early = change(evidence, (fact) =>
      fact.kind === 'segment' && fact.host === 'client' && fact.direction === 'out'
        ? [{ ...fact, at: ms(fact.at + 20) }]
        : [fact],
    )
    expect(blind(early)).toContain('wire')
  })
})

it('the counters were not seen where nobody read them', () =>
  expect(blind(without(evidence, ({ kind }) => kind === 'counters'))).toEqual(['counters']))
