import { describe, expect, it } from 'vitest'
import { type Evidence, type Fact, factsOf, type SegmentFact } from '../../src/evidence.ts'
import { arrivedUnsent, tapsUnseen } from '../../src/story/taps.ts'
import { statesUnseen } from '../../src/story/unseen.ts'
import { ms } from '../../src/tcp.ts'
import { recorded } from '../fixtures.ts'
import { change, without } from '../records.ts'

const closeWait = recorded('close-wait')
const lost = recorded('last-ack-lost')
const duplicate = recorded('duplicate')
const bearable = ms(100)

const ofSegments = (record: Evidence, alter: (fact: SegmentFact) => readonly Fact[]): Evidence =>
  change(record, (fact) => (fact.kind === 'segment' ? alter(fact) : [fact]))
const states = (record: Evidence): string[] =>
  statesUnseen(record).map(({ by, end, on }) => `${by}: ${end} in ${on.is === 'state' ? on.state : on.is}`)

describe('states', () => {
  it.each(['close-wait', 'handshake', 'last-ack-lost', 'stale-syn', 'time-wait-reuse-bind'])(
    'are all told of in the record of %s',
    (name) => expect(states(recorded(name))).toEqual([]),
  )
  it('are told of by the tracepoints, each but those of small sockets', () => {
    const record = without(closeWait, (fact) => fact.kind === 'transition' && fact.to === 'FIN-WAIT-1')
    expect(states(record)).toEqual(['kernel: client in FIN-WAIT-1'])
    const small = without(lost, (fact) => fact.kind === 'transition' && fact.to === 'SYN-RECEIVED')
    expect(states(small)).toEqual([])
  })
  it('are told of by the table, where they last for longer than it looks away', () => {
    const unseen = (state: string) =>
      without(closeWait, (fact) => fact.kind === 'sample' && fact.by === 'table' && fact.state === state)
    expect(states(unseen('FIN-WAIT-2'))).toEqual(['table: client in FIN-WAIT-2'])
    // Within the table's own gap it may have come and gone.
    expect(states(unseen('SYN-RECEIVED'))).toEqual([])
  })
  it('of a listener, or of one who has no socket, are nobody to miss', () => {
    expect(states(without(closeWait, (fact) => 'remote' in fact && fact.remote.endsWith(':0')))).toEqual([])
  })
})

describe('taps', () => {
  it.each(['close-wait', 'duplicate', 'last-ack-lost', 'reorder'])('are all there in the record of %s', (name) =>
    expect(tapsUnseen(recorded(name), bearable)).toEqual([]),
  )
  it.each([
    ['the sender', (fact: SegmentFact) => fact.host === 'client' && fact.direction === 'out'],
    ['the router, on the way in', (fact: SegmentFact) => fact.tap === 'client' && fact.direction === 'in'],
    ['the router, on the way out', (fact: SegmentFact) => fact.tap === 'server' && fact.direction === 'out'],
    ['the receiver', (fact: SegmentFact) => fact.host === 'server' && fact.direction === 'in'],
  ])('are missed where %s saw nothing', (_, isThere) => {
    const record = ofSegments(closeWait, (fact) => (fact.segment.flags === 'S' && isThere(fact) ? [] : [fact]))
    expect(tapsUnseen(record, bearable)).toMatchObject([{ by: 'wire', end: 'client' }])
  })
  it('may end in the router, where a segment may not go one hop farther', () => {
    const dying = (hops: number) =>
      ofSegments(closeWait, (fact) => {
        if (fact.segment.flags !== 'S') return [fact]
        const isPastRouter = fact.host === 'server' || (fact.host === 'router' && fact.direction === 'out')
        return isPastRouter ? [] : [{ ...fact, segment: { ...fact.segment, hops } }]
      })
    expect(tapsUnseen(dying(1), bearable)).toEqual([])
    expect(tapsUnseen(dying(2), bearable)).toHaveLength(1)
  })
  it('may end in the router, where a segment is lost', () => {
    const record = ofSegments(closeWait, (fact) =>
      fact.segment.flags === 'F.' && (fact.host === 'server' || fact.direction === 'out') && fact.host !== 'client'
        ? []
        : [fact],
    )
    expect(tapsUnseen(record, bearable)).toEqual([])
  })
  it('may begin in the router, where it doubles a segment, and not where none is alike', () => {
    const alone = ofSegments(duplicate, (fact) =>
      fact.segment.length > 0 && (fact.host === 'client' || fact.direction === 'in') && fact.host !== 'server'
        ? []
        : [fact],
    )
    expect(tapsUnseen(duplicate, ms(1))).toEqual([])
    expect(tapsUnseen(alone, ms(1)).length).toBeGreaterThan(0)
  })
  it('are not missed of a segment that is on its way when the story ends', () => {
    const [fin] = factsOf(closeWait, 'segment').filter(({ segment }) => segment.flags === 'F.')
    const record = ofSegments(closeWait, (fact) =>
      fact.segment.flags === 'F.' && fact.host === 'server' ? [] : [fact],
    )
    const ended = change(record, (fact) => (fact.kind === 'end' ? [{ ...fact, at: ms((fin?.at ?? 0) + 50) }] : [fact]))
    expect(tapsUnseen(record, bearable)).toHaveLength(1)
    expect(tapsUnseen(ended, bearable)).toEqual([])
  })
  it('are not asked for on loopback, where there is one', () =>
    expect(tapsUnseen({ ...closeWait, setting: { ...closeWait.setting, loopback: true } }, bearable)).toEqual([]))
})

describe('what arrived before it was sent', () => {
  const earlier = (by: number): Evidence => {
    const record = ofSegments(closeWait, (fact) =>
      fact.segment.flags === 'S' && fact.host === 'server' ? [{ ...fact, at: ms(fact.at - by) }] : [fact],
    )
    return { ...record, facts: record.facts.toSorted((a, b) => a.at - b.at) }
  }
  it('is nothing in a record whose clocks agree', () => expect(arrivedUnsent(closeWait, bearable)).toEqual([]))
  it('is a segment whose times differ by more than the clocks may', () =>
    expect(arrivedUnsent(earlier(20), bearable)).toMatchObject([{ speaker: 'client', relative: { flags: 'S' } }]))
})
