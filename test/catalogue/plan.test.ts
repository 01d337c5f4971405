import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type NamedLab, nameOf, plan } from '../../src/catalogue/plan.ts'
import { exitStatus, worstStatus } from '../../src/run/exit-status.ts'
import { s } from '../../src/tcp.ts'

const play = async () => {}
const labs: readonly NamedLab[] = [
  {
    name: 'close-wait',
    lab: { takes: s(4), variants: { destroy: { title: '', zh: '' }, fast: { title: '', zh: '', play } } },
  },
  { name: 'listen', lab: {} },
  { name: 'time-wait', lab: { takes: s(62), variants: { reuse: { title: '', zh: '', takes: s(9), play } } } },
]
const names = (...args: Parameters<typeof plan>): string[] => plan(...args).map(nameOf)

describe('what is played', () => {
  it('are the labs and their variants, the longest first; a variant with a play of its own takes its own time', () => {
    expect(names(labs, {})).toEqual([
      'time-wait',
      'time-wait/reuse',
      'close-wait',
      'close-wait/destroy',
      'close-wait/fast',
      'listen',
    ])
    expect(names(labs, { variants: false })).toEqual(['time-wait', 'close-wait', 'listen'])
  })

  it.each([
    ['wait', ['time-wait', 'time-wait/reuse', 'close-wait', 'close-wait/destroy', 'close-wait/fast']],
    ['wait/', ['time-wait/reuse', 'close-wait/destroy', 'close-wait/fast']],
    ['close-*', ['close-wait', 'close-wait/destroy', 'close-wait/fast']],
    ['*/d*', ['close-wait/destroy']],
    ['{listen,time-wait}', ['time-wait', 'time-wait/reuse', 'listen']],
  ])('with --filter %s are those', (filter, chosen) => {
    expect(names(labs, { filter })).toEqual(chosen)
  })

  it('is wrong usage where a filter matches nothing, and what is near is named', () => {
    expect(() => plan(labs, { filter: 'close-wiat' })).toThrow(/matches 'close-wiat'; did you mean close-wait/)
    expect(() => plan(labs, { filter: 'destory' })).toThrow(/close-wait\/destroy/)
  })

  it('is wrong usage where a shard is left without any, for nothing played must not look like a pass', () => {
    expect(() => plan(labs, { filter: 'listen', shard: { number: 2, of: 2 } })).toThrow(/shard 2\/2 is empty/)
  })

  it('is each so many times with --repeat, and each gets a number', () => {
    const rounds = plan(labs, { filter: 'listen', repeat: 3 }).map(({ round }) => round)
    expect(rounds).toEqual([1, 2, 3])
    expect(names(labs, { filter: 'close-wait/*', repeat: 2 })).toEqual([
      'close-wait/destroy',
      'close-wait/destroy',
      'close-wait/fast',
      'close-wait/fast',
    ])
  })

  it('is shared out among shards whole, once each, and evenly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), (of) => {
        const shards = Array.from({ length: of }, (_, index) => names(labs, { shard: { number: index + 1, of } }))
        expect(shards.flat().sort()).toEqual(names(labs, {}).sort())
        const sizes = shards.map(({ length }) => length)
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
      }),
    )
  })
})

describe('the status of many runs', () => {
  const { pass, fail, unknown, harness, host, interrupted } = exitStatus

  it('is the worst: 70 before 1 before 2 before 77 before 0', () => {
    const order = [harness, fail, unknown, interrupted, host, pass]
    for (const [index, worse] of order.entries())
      for (const better of order.slice(index)) expect(worstStatus([better, worse, better])).toBe(worse)
  })

  it('is a failure of ours where one is not in the contract', () => {
    expect(worstStatus([pass, 3])).toBe(harness)
  })

  it('is a pass only where every run passed', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 1 }), (statuses) => {
        expect(worstStatus(statuses) === pass).toBe(statuses.every((status) => status === pass))
      }),
    )
  })
})
