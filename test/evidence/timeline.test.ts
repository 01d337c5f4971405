import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Timeline } from '../../src/evidence/timeline.ts'
import type { BlindFact, Fact, SegmentFact } from '../../src/evidence.ts'
import { ms } from '../../src/tcp.ts'
import { recorded } from '../fixtures.ts'

const { setting, facts } = recorded('close-wait')
const segment = facts.find((fact): fact is SegmentFact => fact.kind === 'segment') as SegmentFact
const at = (time: number): Fact => ({ ...segment, at: ms(time) })
const blind = (time: number, within: number): BlindFact => ({
  kind: 'blind', at: ms(time), within: ms(within), host: 'server', by: 'wire', cause: { is: 'error', error: 'a test' },
}) // biome-ignore format: one fact
const timesOf = (timeline: Timeline): number[] => timeline.evidence.facts.map((fact) => fact.at)

describe('a record that grows', () => {
  it('is in the order of time, however late witnesses are, and what came first at a moment stays first', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20)), (times) => {
        const timeline = new Timeline(setting)
        const told = times.map((time): Fact => at(time))
        for (const fact of told) timeline.add(fact)
        expect(timeline.evidence.facts).toEqual(told.toSorted((a, b) => a.at - b.at))
        for (const [index, fact] of timeline.evidence.facts.entries()) {
          const next = timeline.evidence.facts[index + 1]
          if (next?.at === fact.at) expect(told.indexOf(fact)).toBeLessThan(told.indexOf(next))
        }
      }),
    )
  })

  it('is another record after each fact, and the same one until then: what was worked out of it is remembered', () => {
    const timeline = new Timeline(setting)
    timeline.add(at(1))
    const before = timeline.evidence
    expect(timeline.evidence).toBe(before)
    timeline.add(at(2))
    expect(timeline.evidence).not.toBe(before)
    expect(before.facts).toHaveLength(1)
  })

  it('calls back after each fact until nobody listens', () => {
    const timeline = new Timeline(setting)
    const seen: number[] = []
    const stop = timeline.onFact(() => seen.push(timeline.evidence.facts.length))
    timeline.add(at(1))
    timeline.add(at(2))
    stop()
    timeline.add(at(3))
    expect(seen).toEqual([1, 2])
  })
})

describe('a story that has ended', () => {
  it('keeps what happened up to its end, and takes in what is told of that only later', () => {
    const timeline = new Timeline(setting)
    for (const time of [1, 5, 11]) timeline.add(at(time))
    timeline.endAt(ms(10))
    timeline.add(at(7))
    timeline.add(at(10.5))
    expect(timesOf(timeline)).toEqual([1, 5, 7, 10])
    expect(timeline.evidence.facts.at(-1)).toMatchObject({ kind: 'end', at: 10 })
    expect(timeline.end).toBe(10)
  })

  it('was seen by nobody where a witness finds afterwards that it had been blind before: up to the end', () => {
    const timeline = new Timeline(setting)
    timeline.add(blind(12, 4))
    timeline.endAt(ms(10))
    timeline.add(blind(30, 25))
    timeline.add(blind(30, 15))
    const stretches = timeline.evidence.facts.filter(({ kind }) => kind === 'blind')
    expect(stretches.map((fact) => [fact.at, fact.within])).toEqual([
      [10, 2],
      [10, 5],
    ])
  })

  it('is finished with the error of the clock at each capture, and with what was found after it', () => {
    const timeline = new Timeline(setting)
    timeline.add(at(1))
    timeline.add({ ...blind(3, 1) })
    timeline.endAt(ms(10))
    const closing: Fact = { kind: 'cleanup', at: ms(12), within: ms(0), host: 'router', by: 'harness', left: [] }
    const { facts: finished } = timeline.finish(ms(0.25), [closing])
    expect(finished.map(({ kind, within }) => [kind, within])).toEqual([
      ['segment', 0.25],
      ['blind', 1],
      ['end', 0],
      ['cleanup', 0],
    ])
  })
})
