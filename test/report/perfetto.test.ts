import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Evidence, factsOf } from '../../src/evidence.ts'
import { perfetto } from '../../src/report/perfetto.ts'
import type { ToldRun } from '../../src/report.ts'
import { pathsOf } from '../../src/story/paths.ts'
import { transitsOf } from '../../src/story/transits.ts'
import { english } from '../../src/words/en.ts'
import { chinese } from '../../src/words/zh.ts'
import { recorded } from '../fixtures.ts'
import { anyTold, example } from './told.ts'

interface Event {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid?: number
  readonly ts?: number
  readonly dur?: number
  readonly id?: number
  readonly cat?: string
  readonly args?: Readonly<Record<string, unknown>>
}

const [run] = example.runs as [ToldRun]
const traceOf = (evidence: Evidence, say = english): readonly Event[] =>
  (JSON.parse(perfetto({ ...example, of: 'a run', runs: [{ ...run, evidence }] }, say)) as { traceEvents: Event[] })
    .traceEvents

const runs = readdirSync(join(import.meta.dirname, '..', 'fixtures', 'runs'))
const slicesOf = (events: readonly Event[]) =>
  events.flatMap(({ ph, ts, dur, ...rest }) =>
    ph === 'X' && ts !== undefined && dur !== undefined ? [{ ...rest, ts, dur, until: ts + dur }] : [],
  )

describe.each(runs)('the trace of %s', (name) => {
  const evidence = recorded(name)
  const events = traceOf(evidence)

  it('has an arrow for each segment that arrived, from its sender to its receiver, and none without an end', () => {
    const [from, to] = ['s', 'f'].map((each) => events.filter(({ ph }) => ph === each))
    const arrived = transitsOf(evidence).filter((transit) => transit.arrived)
    expect(from?.map(({ id }) => id).toSorted()).toEqual(arrived.map(({ number }) => number).toSorted())
    expect(to?.map(({ id }) => id).toSorted()).toEqual(from?.map(({ id }) => id).toSorted())
    for (const start of from ?? []) {
      const end = to?.find(({ id }) => id === start.id)
      expect(end?.ts).toBeGreaterThanOrEqual(start.ts ?? Number.POSITIVE_INFINITY)
    }
  })

  it('has each arrow’s ends in a slice of the same track', () => {
    const slices = slicesOf(events)
    const loose = events
      .filter(({ ph }) => ph === 's' || ph === 'f')
      .filter(
        ({ pid, tid, ts = -1, name: text }) =>
          !slices.some((each) => each.pid === pid && each.tid === tid && each.ts === ts && each.name === text),
      )
    expect(loose).toEqual([])
  })

  it('has no two slices of a track that overlap', () => {
    for (const track of Map.groupBy(slicesOf(events), ({ pid, tid }) => `${pid} ${tid}`).values()) {
      const sorted = track.toSorted((a, b) => a.ts - b.ts || a.until - b.until)
      const overlapping = sorted.filter((each, index) => each.until > (sorted[index + 1]?.ts ?? Infinity) + 0.0005)
      expect(overlapping).toEqual([])
      expect(track.every(({ dur }) => dur >= 0)).toBe(true)
    }
  })

  it('has the states of each end in their order, and its times in microseconds', () => {
    const slices = slicesOf(events).filter(({ cat }) => cat === 'state')
    const steps = pathsOf(evidence).flatMap((path) => path.steps)
    expect(slices.map(({ name: state, ts }) => [state, ts])).toEqual(
      steps.map(({ state, at }) => [state, Math.round(at * 1e6) / 1e3]),
    )
  })

  it('has each deed of the programs, and names each track that it has something on', () => {
    expect(events.filter(({ cat }) => cat === 'program')).toHaveLength(factsOf(evidence, 'program').length)
    const named = new Set(events.filter((each) => each.name === 'thread_name').map(({ pid, tid }) => `${pid} ${tid}`))
    const used = events.filter(({ ph }) => ph !== 'M' && ph !== 'C').map(({ pid, tid }) => `${pid} ${tid}`)
    expect(used.filter((track) => !named.has(track))).toEqual([])
  })
})

describe('a trace', () => {
  it('has the router’s orders as slices, and what it lost', () => {
    const faults = traceOf(recorded('close-wait')).filter(({ cat }) => cat === 'fault')
    expect(faults.map(({ name, ph }) => [name, ph])).toEqual([
      ['hold every [F.] from the client', 'X'],
      ['hold every [.] from the server', 'X'],
    ])
    expect(traceOf(recorded('last-ack-lost')).some(({ name, ph }) => ph === 'i' && name.endsWith(': lost'))).toBe(true)
  })

  it('has queues and the congestion window as counters', () => {
    const counters = traceOf(recorded('segmentation')).filter(({ ph }) => ph === 'C')
    expect(new Set(counters.map(({ name }) => name)).size).toBeGreaterThan(1)
    expect(counters.every(({ args }) => Object.values(args ?? {}).every((value) => typeof value === 'number'))).toBe(
      true,
    )
  })

  it('speaks Chinese', () => {
    const names = traceOf(recorded('close-wait'), chinese).map(({ args }) => args?.name)
    expect(names).toContain('客户端')
    expect(names).toContain('监听套接字')
  })

  it('is JSON whatever a program says, and where nothing was judged', () => {
    fc.assert(
      fc.property(anyTold, (told) => {
        const { traceEvents } = JSON.parse(perfetto(told, english)) as { traceEvents: Event[] }
        expect(traceEvents.length > 0).toBe(told.runs[0]?.evidence !== undefined)
      }),
    )
  })
})
