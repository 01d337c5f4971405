import { describe, expect, it } from 'vitest'
import { castLab } from '../../src/catalogue.ts'
import type { Claim, Outcome } from '../../src/claim.ts'
import { universalClaims } from '../../src/claims/universal.ts'
import type { Verb } from '../../src/evidence/assertion.ts'
import { type Evidence, type Fact, factsOf, type SegmentFact } from '../../src/evidence.ts'
import { words } from '../../src/lab.ts'
import { advance, ms } from '../../src/tcp.ts'
import { recorded } from '../fixtures.ts'
import { blinded, judged } from '../records.ts'

const evidence = recorded('close-wait')
const own = (await castLab('close-wait')).lab.claims(words)

/** One of the claims that every run is held to. */
function universal(verb: Verb, claims = own): Claim {
  const found = universalClaims(claims).find(({ states }) => states.verb === verb)
  if (!found) throw new Error(`no run is held to ${verb}`)
  return found
}

const outcome = (verb: Verb, record: Evidence, claims = own): Outcome => universal(verb, claims).judge(record).outcome

const change = (alter: (fact: Fact) => readonly Fact[]): Evidence => ({
  ...evidence,
  facts: evidence.facts.flatMap(alter),
})
const changeSegments = (
  which: (fact: SegmentFact) => boolean,
  alter: (fact: SegmentFact) => readonly Fact[],
): Evidence => change((fact) => (fact.kind === 'segment' && which(fact) ? alter(fact) : [fact]))

const isFin = ({ segment }: SegmentFact) => segment.flags.includes('F')
const isLastAck = ({ segment }: SegmentFact) => segment.flags === '.' && segment.from.endsWith(':8080')

describe('every run is held to: ', () => {
  it('all hold of a run that passed', () => {
    expect(universalClaims(own).map((claim) => claim.judge(evidence).outcome)).toEqual(Array(9).fill('holds'))
  })

  it('only edges of the diagram, by what the kernel says', () => {
    const altered = change((fact) =>
      fact.kind === 'transition' && fact.to === 'CLOSE-WAIT' ? [{ ...fact, to: 'LAST-ACK' }] : [fact],
    )
    expect(outcome('only-edges', altered)).toBe('fails')
  })

  it('only edges of the diagram, by what anybody else says', () => {
    const last = factsOf(evidence, 'sample').findLast(({ host }) => host === 'server')
    const leap = change((fact) => (fact === last ? [{ ...last, state: 'TIME-WAIT' as const }] : [fact]))
    expect(outcome('only-edges', leap)).toBe('fails')
  })

  it('no SYN+ACK for an old SYN, unless a raw peer stands in the place of the server', () => {
    const isSynAck = ({ segment }: SegmentFact) => segment.flags === 'S.'
    const old = changeSegments(isSynAck, (fact) => [
      { ...fact, segment: { ...fact.segment, ack: advance(fact.segment.ack, -10) } },
    ])
    expect(outcome('acknowledges-only-sent', old)).toBe('fails')
    const raw = (rawPeer: string) => ({ ...old, setting: { ...old.setting, rawPeer } })
    expect(outcome('acknowledges-only-sent', raw(old.setting.server))).toBe('holds')
    expect(outcome('acknowledges-only-sent', raw('198.18.9.5'))).toBe('fails')
  })

  it('no acknowledgment of what was not sent', () => {
    const ahead = changeSegments(isLastAck, (fact) => [
      { ...fact, segment: { ...fact.segment, ack: advance(fact.segment.ack, 1) } },
    ])
    expect(outcome('acknowledges-only-sent', ahead)).toBe('fails')
  })

  it('a SYN counts one: nothing of the same end has the same number', () => {
    const same = changeSegments(isFin, (fact) => [
      { ...fact, segment: { ...fact.segment, seq: advance(fact.segment.seq, -2) } },
    ])
    expect(outcome('counts-syn-and-fin', same)).toBe('fails')
  })

  it('a FIN counts one: nothing of the same end goes beyond it', () => {
    const beyond = changeSegments(isFin, (fact) => [
      fact,
      {
        ...fact,
        at: (fact.at + 1) as typeof fact.at,
        segment: { ...fact.segment, id: 1, flags: '.' as typeof fact.segment.flags, length: 9 },
      },
    ])
    expect(outcome('counts-syn-and-fin', beyond)).toBe('fails')
  })

  it('no segment and no state that the lab does not account for', () => {
    expect(outcome('everything-accounted', evidence, [])).toBe('fails')
    const withoutSegments = own.filter(({ states }) => states.verb !== 'shows')
    expect(outcome('everything-accounted', evidence, withoutSegments)).toBe('fails')
    const withoutStates = own.filter(({ id }) => !/^server\.(passes|stays)/.test(id))
    expect(outcome('everything-accounted', evidence, withoutStates)).toBe('fails')
  })

  it('no segment that belongs to no connection', () => {
    const from = '198.18.0.1:4711' as SegmentFact['segment']['from']
    const stray = changeSegments(isFin, (fact) => [
      fact,
      { ...fact, segment: { ...fact.segment, from, flags: 'R' as typeof fact.segment.flags } },
    ])
    expect(outcome('everything-accounted', stray)).toBe('fails')
  })

  it('and cannot tell where the wire was not seen', () => {
    expect(judged(universal('everything-accounted'), evidence)).toBe('holds')
    expect(judged(universal('everything-accounted'), blinded(evidence, 'wire', 'router'))).toBe('unknown')
  })

  it('no look at a socket that contradicts the others, save one that saw the big socket of TIME-WAIT go', () => {
    const lost = recorded('last-ack-lost')
    const shown = factsOf(lost, 'sample').find(({ state, by }) => state === 'TIME-WAIT' && by === 'table')
    if (!shown) throw new Error('no look at TIME-WAIT')
    const closedAt = (at: number): Evidence => ({
      ...lost,
      facts: lost.facts.flatMap((fact): Fact[] =>
        fact === shown ? [{ ...shown, at: ms(at), state: 'CLOSED' }, shown] : [fact],
      ),
    })
    expect(outcome('no-contradiction', closedAt(shown.at))).toBe('holds')
    expect(outcome('no-contradiction', closedAt(shown.at + 300))).toBe('fails')
  })

  it('no look at a socket that contradicts the others', () => {
    const [look] = factsOf(evidence, 'sample').filter(({ by, state }) => by === 'ss' && state === 'CLOSE-WAIT')
    const altered = change((fact) => (fact === look ? [{ ...look, state: 'SYN-SENT' as const }] : [fact]))
    expect(outcome('no-contradiction', altered)).toBe('fails')
  })

  it('and cannot tell of a segment that one tap has missed', () => {
    const unsent = changeSegments(
      ({ host, ...fact }) => isFin({ host, ...fact }) && host === 'client',
      () => [],
    )
    expect(judged(universal('no-contradiction'), unsent)).toBe('unknown')
    expect(judged(universal('everything-accounted'), unsent)).toBe('unknown')
  })

  it('kernel parameters that nobody has changed', () => {
    const changed: Fact = {
      kind: 'sysctl', at: 9 as Fact['at'], within: 0 as Fact['at'], host: 'server', by: 'harness',
      name: 'net.ipv4.tcp_syncookies', was: '1', is: '0',
    } // biome-ignore format: one fact
    const record = { ...evidence, facts: [...evidence.facts, changed] }
    expect(outcome('parameters-kept', record)).toBe('fails')
    expect(judged(universal('parameters-kept'), blinded(record, 'wire', 'router'))).toBe('fails')
  })

  it('limits of a sandbox, whatever the witnesses saw, and asks nobody else for them', () => {
    const limited = (limit: 'traffic' | 'processes'): Fact => ({
      kind: 'program', at: 9 as Fact['at'], within: 0 as Fact['at'], host: 'server', by: 'program', deed: 'limited', limit,
    }) // biome-ignore format: one fact
    const record = (...more: Fact[]): Evidence => ({
      setting: { ...evidence.setting, replaced: ['server'], sandboxed: ['server'] },
      facts: [...evidence.facts, ...more],
    })
    expect(outcome('limits-kept', record())).toBe('holds')
    expect(outcome('limits-kept', record(limited('processes')))).toBe('holds')
    expect(outcome('limits-kept', record(limited('traffic')))).toBe('fails')
    expect(judged(universal('limits-kept'), blinded(record(limited('traffic')), 'wire', 'router'))).toBe('fails')
    expect(universal('limits-kept').applies(evidence)).toBe(false)
  })

  it('nothing left behind, and somebody who looked', () => {
    const left = change((fact) => (fact.kind === 'cleanup' ? [{ ...fact, left: ['process 7'] }] : [fact]))
    expect(outcome('nothing-left', left)).toBe('fails')
    expect(
      outcome(
        'nothing-left',
        change((fact) => (fact.kind === 'cleanup' ? [] : [fact])),
      ),
    ).toBe('unknown')
  })

  it('a story that was played to its end, unless the machine was too slow for it', () => {
    const waited = 10_000 as Fact['at']
    const missed = (fact: Fact): Fact[] =>
      fact.kind === 'awaited' ? [{ ...fact, outcome: 'did not come', waited }] : [fact]
    expect(outcome('play-went-through', change(missed))).toBe('fails')
    const without = change((fact) =>
      fact.kind === 'awaited' ? [{ ...fact, outcome: 'done without', waited }] : [fact],
    )
    expect(outcome('play-went-through', without)).toBe('fails')
    const slow = change((fact) =>
      missed(fact).map((each) => (each.kind === 'awaited' ? { ...each, lost: 9000 as Fact['at'] } : each)),
    )
    expect(universal('play-went-through').judge(slow)).toMatchObject({ outcome: 'unknown', late: true })
    const died: Fact = {
      kind: 'program', at: 1 as Fact['at'], within: 0 as Fact['at'], host: 'server', by: 'program', deed: 'exited',
      ending: { status: 127 },
    } // biome-ignore format: one fact
    const dead = { ...slow, facts: [died, ...slow.facts] }
    // Ours end so only where the machine did not keep up with them; the user's own is a failure that nothing excuses.
    expect(outcome('play-went-through', dead)).toBe('unknown')
    const theirs = { ...dead, setting: { ...dead.setting, replaced: ['server' as const] } }
    expect(universal('play-went-through').judge(theirs)).toMatchObject({ outcome: 'fails', sure: true })
  })
})
