import { describe, expect, it } from 'vitest'
import { causeOf, unbroken, wasRead } from '../../src/claims/program/cause.ts'
import { type Evidence, type Fact, factsOf, type SampleFact } from '../../src/evidence.ts'
import { words } from '../../src/lab.ts'
import { type Transit, transitsOf } from '../../src/story/transits.ts'
import { ms } from '../../src/tcp.ts'
import { recorded } from '../fixtures.ts'
import { adding, change, outcome, without } from '../records.ts'

const stale = recorded('stale-syn')
const closeWait = recorded('close-wait')
const finAt = (record: Evidence) =>
  transitsOf(record).find(({ speaker, relative }) => speaker === 'client' && relative.flags === 'F.')?.arrived?.at ??
  ms(0)

/** As if every look at the server's sockets showed so many bytes that were not read. */
const queued = (record: Evidence, queue: number, from = 0): Evidence =>
  change(record, (fact) =>
    fact.kind === 'sample' && fact.host === 'server' && fact.at >= from && !fact.remote.endsWith(':0')
      ? [{ ...fact, receiveQueue: queue }]
      : [fact],
  )
/** As if the user's own program stood at the server. */
const replaced = (record: Evidence): Evidence => ({
  ...without(record, (fact) => fact.kind === 'program' && fact.deed === 'said'),
  setting: { ...record.setting, replaced: ['server'] },
})

describe('the cause of a line', () => {
  it.each([
    ['eof', { fin: true }],
    ['received 5', { bytes: 5 }],
    ['received 10 in all', { bytes: 10 }],
    ['connected', undefined],
    ['it received 5', undefined],
    ['received', undefined],
  ])('%s', (line, cause) => expect(causeOf(line)).toEqual(cause))
})

describe('bytes without a gap', () => {
  const pieces = (...ranges: Array<[number, number]>): Transit[] =>
    ranges.map(([from, to]) => ({ segment: { flags: '.' }, relative: { seq: from, length: to - from } }) as Transit)
  it.each([
    ['nothing', pieces(), 1],
    ['one piece', pieces([1, 6]), 6],
    ['two that follow, in any order', pieces([6, 9], [1, 6]), 9],
    ['two that overlap', pieces([1, 6], [3, 9]), 9],
    ['one that comes twice', pieces([1, 6], [1, 6]), 6],
    ['a gap', pieces([1, 6], [7, 9]), 6],
  ])('of %s', (_, transits, reached) => expect(unbroken(transits)).toBe(reached))
})

describe('what a program says that it has read', () => {
  const claim = words.server.says('received 5')
  it('it has where it had arrived and is queued no more', () => expect(outcome(claim, stale)).toBe('holds'))
  it('it has not where it had not arrived', () => {
    expect(outcome(claim, without(stale, isData))).toBe('fails')
    const early = change(stale, (fact) =>
      fact.kind === 'program' && fact.deed === 'said' && fact.text === 'received 5'
        ? [{ ...fact, at: ms(100) }]
        : [fact],
    )
    expect(outcome(claim, early)).toBe('fails')
  })
  it('it has not where it is queued still, and that no machine explains', () =>
    expect(claim.judge(queued(stale, 5))).toMatchObject({ outcome: 'fails', sure: true }))
  it('is its end of input only after the FIN, which counts one in the queue', () => {
    const eof = words.server.says('eof')
    expect(outcome(eof, closeWait)).toBe('holds')
    expect(outcome(eof, queued(closeWait, 1))).toBe('fails')
  })
})

describe('what another program has read, its kernel tells', () => {
  const eof = words.server.says('eof')
  it('where a look after the FIN finds an empty queue', () => expect(outcome(eof, replaced(closeWait))).toBe('holds'))
  it('where every look finds it queued, it was not', () => {
    expect(eof.judge(queued(replaced(closeWait), 1))).toMatchObject({ outcome: 'fails', absent: true })
    const read = words.server.says('received 5')
    expect(outcome(read, queued(replaced(stale), 5))).toBe('fails')
  })
  it('where it never arrived, there was nothing to read', () =>
    expect(eof.judge(without(replaced(closeWait), isFin))).toMatchObject({ outcome: 'fails', absent: true }))
  it('where nobody looked since, nobody can tell', () => {
    const at = finAt(closeWait)
    const unseen = without(
      replaced(closeWait),
      (fact) => (fact.kind === 'sample' || fact.kind === 'poll') && fact.at > at - 1,
    )
    expect(outcome(eof, unseen)).toBe('unknown')
  })
  it('a line without a cause means nothing', () =>
    expect(words.server.says('goodbye').applies(replaced(closeWait))).toBe(false))
})

describe('wasRead', () => {
  it('asks for what was there by a moment', () => {
    expect(wasRead(closeWait, 'server', { fin: true }, ms(finAt(closeWait) - 1)).is).toBe('not arrived')
    expect(wasRead(closeWait, 'server', { fin: true }, ms(finAt(closeWait) + 1)).is).toBe('read')
  })
  it('says how much is queued', () => {
    const at = finAt(closeWait)
    expect(wasRead(queued(closeWait, 1), 'server', { fin: true }, ms(at + 1))).toMatchObject({
      is: 'unread',
      queued: 1,
    })
  })
  it('does not hold an earlier look against what was read since', () => {
    const [before] = factsOf(closeWait, 'sample').filter(
      ({ host, remote }) => host === 'server' && !remote.endsWith(':0'),
    )
    const full: SampleFact | undefined = before && { ...before, by: 'ss', receiveQueue: 9 }
    if (!full) throw new Error('nobody looked at the server')
    expect(wasRead(adding(closeWait, full), 'server', { fin: true }, ms(finAt(closeWait) + 1)).is).toBe('read')
  })
})

const isData = (fact: Fact): boolean => fact.kind === 'segment' && fact.segment.length > 0
const isFin = (fact: Fact): boolean => fact.kind === 'segment' && fact.segment.flags.includes('F')
