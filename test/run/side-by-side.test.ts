import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { calmness, roomHere, sideBySide } from '../../src/run/side-by-side.ts'

const never = new AbortController().signal

/** Plays numbers, each so many milliseconds long, and writes down what was going on. */
function playground() {
  const begun: number[] = []
  let going = 0
  let most = 0
  const play = async (time: number): Promise<void> => {
    begun.push(time)
    going += 1
    most = Math.max(most, going)
    await setTimeout(time)
    going -= 1
  }
  return { play, begun, most: () => most }
}

describe('runs side by side', () => {
  it('begin in their order, and no more are at work than there is room for', async () => {
    const { play, begun, most } = playground()
    const jobs = [30, 20, 10, 5, 4, 3]
    const options = { room: { working: 2, total: 2 }, stop: never, isCalm: () => true, play }
    expect(await sideBySide(jobs, options)).toEqual([])
    expect({ begun, most: most() }).toEqual({ begun: jobs, most: 2 })
  })

  it('make room for others once they say that they only wait, however long that takes, up to the total', async () => {
    const begun: number[] = []
    const going = new Map<number, { readonly waits: () => void; readonly end: () => void }>()
    const play = (job: number, waits: () => void): Promise<void> => {
      begun.push(job)
      return new Promise((end) => going.set(job, { waits, end }))
    }
    const stop = new AbortController()
    const room = { working: 1, total: 3 }
    const playing = sideBySide([1, 2, 3, 4, 5], { room, stop: stop.signal, isCalm: () => true, play })
    const settled = () => setTimeout(20)
    await settled()
    expect(begun).toEqual([1])
    going.get(1)?.waits()
    await settled()
    expect(begun).toEqual([1, 2])
    going.get(2)?.waits()
    await settled()
    going.get(3)?.waits()
    await setTimeout(250)
    expect(begun).toEqual([1, 2, 3])
    going.get(1)?.end()
    await expect.poll(() => begun).toEqual([1, 2, 3, 4])
    stop.abort()
    for (const { end } of going.values()) end()
    expect(await playing).toEqual([5])
  })

  it('are not begun any more after a stop; those that go on are waited for, the others named', async () => {
    const { play, begun } = playground()
    const stop = new AbortController()
    const stopping = async (time: number): Promise<void> => {
      await play(time)
      stop.abort()
    }
    const room = { working: 2, total: 2 }
    const options = { room, stop: stop.signal, isCalm: () => true, play: stopping }
    expect(await sideBySide([10, 20, 30, 40], options)).toEqual([30, 40])
    expect(begun).toEqual([10, 20])
  })

  it('begin one at a time where the machine is busy, and none beside others', async () => {
    const { play, begun, most } = playground()
    const options = { room: { working: 3, total: 3 }, stop: never, isCalm: () => false, play }
    expect(await sideBySide([30, 20, 10], options)).toEqual([])
    expect({ begun, most: most() }).toEqual({ begun: [30, 20, 10], most: 1 })
  })

  it('find a machine busy by the tasks that want to run, and right after they let one begin', () => {
    const seen = { running: 7, now: 0 }
    const loadavg = () => `9.00 9.00 9.00 ${seen.running}/123 4711\n`
    const isCalm = calmness({ cores: 2, loadavg, now: () => seen.now })
    expect(isCalm()).toBe(false)
    seen.running = 6
    expect(isCalm()).toBe(true)
    seen.now = 50
    expect(isCalm()).toBe(false)
    seen.now = 100
    expect(isCalm()).toBe(true)
  })

  it('have two at work for each core, and no more in all than the memory holds', () => {
    expect(roomHere(2, 16e9)).toEqual({ working: 4, total: 16 })
    expect(roomHere(2, 1e9)).toEqual({ working: 4, total: 5 })
    expect(roomHere(8, 0)).toEqual({ working: 1, total: 1 })
  })
})
