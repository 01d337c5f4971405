import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { inRounds } from '../../src/run/rounds.ts'

/** Plays jobs that cannot be told so many times, and writes down what was going on. */
function playground(untold: Readonly<Record<string, number>>, again = 2, stopsAt = '') {
  const told: string[] = []
  const played = new Map<string, number>()
  const stop = new AbortController()
  let going = 0
  const left = inRounds<string, number>(Object.keys(untold), {
    again,
    room: { working: 4, total: 4 },
    stop: stop.signal,
    isCalm: () => true,
    async playOnce(job) {
      going += 1
      await setTimeout(5)
      const time = (played.get(job) ?? 0) + 1
      played.set(job, time)
      told.push(`${job}${time} beside ${going - 1}`)
      going -= 1
      return time
    },
    isOpen: (job, time) => time <= (untold[job] ?? 0),
    onOpen: (job) => void told.push(`${job} later`),
    onAgain(job, time) {
      told.push(`${job} again ${time}`)
      if (job === stopsAt) stop.abort()
    },
    onEnd: async (job, time) => void told.push(`${job} ends ${time}`),
  })
  return { left, told }
}

describe('runs in rounds', () => {
  it('are played again after all others, and alone, where nobody could tell', async () => {
    const { left, told } = playground({ a: 1, b: 0, c: 2, d: 0 })
    expect(await left).toEqual([])
    const first = told.indexOf('a again 1')
    expect(
      told
        .slice(0, first)
        .filter((line) => line.includes('ends'))
        .toSorted(),
    ).toEqual(['b ends 1', 'd ends 1'])
    expect(told.slice(first)).toEqual([
      ...['a again 1', 'a2 beside 0', 'a ends 2'],
      ...['c again 1', 'c2 beside 0', 'c again 2', 'c3 beside 0', 'c ends 3'],
    ])
  })

  it('end as they are when they were played as often as somebody wants', async () => {
    const { left, told } = playground({ a: 9 }, 1)
    expect(await left).toEqual([])
    expect(told).toEqual(['a1 beside 0', 'a later', 'a again 1', 'a2 beside 0', 'a ends 2'])
    const once = playground({ a: 9 }, 0)
    await once.left
    expect(once.told).toEqual(['a1 beside 0', 'a ends 1'])
  })

  it('are not played again after a stop, and are named', async () => {
    const { left, told } = playground({ a: 9, b: 9 }, 9, 'a')
    expect(await left).toEqual(['b'])
    expect(told.at(-1)).toBe('a ends 2')
  })
})
