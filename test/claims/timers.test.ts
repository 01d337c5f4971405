import { describe, expect, it } from 'vitest'
import { endClaims } from '../../src/claims/end-words.ts'
import type { Evidence, Fact } from '../../src/evidence.ts'
import {
  advance,
  endpoint,
  type Flags,
  type Milliseconds,
  ms,
  type Segment,
  type State,
  s,
  sequence,
} from '../../src/tcp.ts'
import { recorded } from '../fixtures.ts'

const client = endpoint('198.18.0.1', 5000)
const server = endpoint('198.18.0.129', 8080)
const setting = { ...recorded('close-wait').setting, client: '198.18.0.1', server: '198.18.0.129' }

function syn(): Fact {
  const segment: Segment = {
    from: client,
    to: server,
    flags: 'S' as Flags,
    seq: sequence(7),
    ack: sequence(0),
    length: 0,
    window: 1,
    options: {},
    hops: 64,
    checksum: 'right',
  }
  return {
    kind: 'segment',
    at: ms(0),
    within: ms(0),
    host: 'client',
    by: 'wire',
    tap: 'eth0',
    direction: 'out',
    segment: { ...segment, seq: advance(segment.seq, 0) },
  }
}

const sample = (at: number, state: State, timer?: Milliseconds, by: 'table' | 'ss' | 'netstat' = 'table'): Fact => ({
  kind: 'sample', host: 'client', at: ms(at), within: ms(0.5), by, local: client, remote: server, state,
  ...(timer === undefined ? {} : { timer: { name: 'timewait', left: timer } }),
}) // biome-ignore format: one look

/** TIME-WAIT from 100 ms on for so long, watched by a machine that was so late. */
function record(lasted: number, lateness = 1, shown: (left: number) => number = (left) => left): Evidence {
  const looks = [5, 10, 20, 30, 40].map((second) =>
    sample(100 + second * 1000, 'TIME-WAIT', ms(shown(lasted - second * 1000)), 'netstat'),
  )
  const facts = [syn(), sample(100, 'TIME-WAIT'), ...looks, sample(100 + lasted, 'CLOSED')]
  const closing: Fact = {
    kind: 'lateness',
    at: ms(200 + lasted),
    within: ms(0),
    host: 'router',
    by: 'harness',
    worst: ms(lateness),
    lost: ms(0),
  }
  return { setting: { ...setting, hz: 250 }, facts: [...facts, closing] }
}

const lasts = (evidence: Evidence) => endClaims('client').lasts('TIME-WAIT', s(60)).judge(evidence).outcome
const foretells = (evidence: Evidence) => endClaims('client').foretells('TIME-WAIT').judge(evidence).outcome

describe('a state that lasts as long as a timer of 60 s', () => {
  it.each([60_000, 60_500, 62_050])('holds after %i ms', (time) => expect(lasts(record(time))).toBe('holds'))
  it.each([59_900, 63_000, 240_000])('fails after %i ms', (time) => expect(lasts(record(time))).toBe('fails'))
  it('is given what the machine was late, and no more', () => {
    expect(lasts(record(62_500, 600))).toBe('holds')
    expect(lasts(record(63_500, 600))).toBe('fails')
  })
  it('is unknown on a machine that was later than a quarter of it', () => {
    expect(lasts(record(63_000, 16_000))).toBe('unknown')
    expect(lasts(record(60_500, 16_000))).toBe('holds')
  })
  it('fails where the record ends before', () => {
    const { facts, ...rest } = record(30_000)
    expect(lasts({ ...rest, facts: facts.filter((fact) => fact.kind !== 'sample' || fact.state !== 'CLOSED') })).toBe(
      'fails',
    )
  })
})

describe('a timer that is shown', () => {
  it('foretells the end when it is right', () => expect(foretells(record(60_500))).toBe('holds'))
  it('does not when it shows five seconds too much', () =>
    expect(foretells(record(60_500, 1, (left) => left + 5000))).toBe('fails'))
  it('does not when it shows five seconds too few', () =>
    expect(foretells(record(60_500, 1, (left) => left - 5000))).toBe('fails'))
  it('is unknown when hardly anybody looked', () => {
    const { facts, ...rest } = record(60_500)
    expect(foretells({ ...rest, facts: facts.filter(({ by }) => by !== 'netstat') })).toBe('unknown')
  })
})

describe('a state that is held', () => {
  const look: Fact = {
    kind: 'poll',
    host: 'client',
    at: ms(1100),
    within: ms(1),
    by: 'table',
    polls: 500,
    longestGap: ms(2),
    sockets: 1,
  }
  const looks = [sample(600, 'FIN-WAIT-2', undefined, 'ss'), sample(600, 'FIN-WAIT-2', undefined, 'netstat'), look]
  const held = (facts: readonly Fact[]) =>
    endClaims('client').stays('FIN-WAIT-2', s(1)).judge({ setting, facts }).outcome

  it('holds up to the very look that shows the next one', () => {
    expect(held([syn(), sample(100, 'FIN-WAIT-2'), ...looks, sample(1200, 'TIME-WAIT')])).toBe('holds')
  })
  it('fails where a look in its middle shows another', () => {
    const astray = sample(700, 'TIME-WAIT', undefined, 'ss')
    expect(held([syn(), sample(100, 'FIN-WAIT-2'), ...looks, astray, sample(1200, 'CLOSED')])).toBe('fails')
  })
})
