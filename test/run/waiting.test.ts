import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Timeline } from '../../src/evidence/timeline.ts'
import type { Fact } from '../../src/evidence.ts'
import { onceItWaits } from '../../src/run/waiting.ts'
import { ms } from '../../src/tcp.ts'
import { recorded } from '../fixtures.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A run whose timers fire as late as the machine makes them. */
function running() {
  const timeline = new Timeline(recorded('handshake').setting)
  let now = 0
  let told = 0
  onceItWaits(timeline, { now: () => ms(now) }, () => {
    told += 1
  })
  const pass = (milliseconds: number, late = 0): void => {
    for (let passed = 0; passed < milliseconds; passed += 100) {
      now += 100 + late
      vi.advanceTimersByTime(100)
    }
  }
  const add = (fact: Pick<Fact, 'kind'>): void => timeline.add({ ...fact, at: ms(now), within: ms(0) } as Fact)
  return { timeline, pass, add, told: () => told }
}

describe('a play', () => {
  it('waits when for a second nothing was done and nothing came; that is said once', () => {
    const { pass, told } = running()
    pass(900)
    expect(told()).toBe(0)
    pass(5000)
    expect(told()).toBe(1)
  })

  it('works as long as something is done, and does not because it is looked at', () => {
    const { pass, add, told } = running()
    for (let time = 0; time < 10; time++) {
      pass(500)
      add({ kind: 'segment' })
    }
    expect(told()).toBe(0)
    for (let time = 0; time < 4; time++) {
      pass(500)
      add({ kind: 'poll' })
      add({ kind: 'sample' })
    }
    expect(told()).toBe(1)
  })

  it('that a busy machine keeps from its work does not wait', () => {
    const { pass, told } = running()
    pass(20_000, 80)
    expect(told()).toBe(0)
    pass(1000)
    expect(told()).toBe(1)
  })

  it('that has ended says nothing any more', () => {
    const { timeline, pass, told } = running()
    timeline.endAt(ms(0))
    pass(5000)
    expect(told()).toBe(0)
  })
})
