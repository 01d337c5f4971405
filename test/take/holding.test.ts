import { describe, expect, it } from 'vitest'
import { Timeline } from '../../src/evidence/timeline.ts'
import { type Fact, factsOf } from '../../src/evidence.ts'
import { type HeldMoment, holdingOf } from '../../src/take/holding.ts'
import { recorded } from '../fixtures.ts'

const { setting, facts } = recorded('close-wait')
const told = (count: number): readonly Fact[] => facts.filter(({ kind }) => kind === 'segment').slice(0, count)

/** Somebody who looks around until told to go on. */
function looker(segments?: number) {
  const timeline = new Timeline(setting)
  const moments: HeldMoment[] = []
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const holding = holdingOf(timeline, {
    ...(segments === undefined ? {} : { once: (evidence) => factsOf(evidence, 'segment').length >= segments }),
    still(moment) {
      moments.push(moment)
      return promise
    },
  })
  return { timeline, moments, holding, goOn: resolve, interrupt: reject }
}

/** Whether it is over by now. */
async function isOver(work: Promise<void>): Promise<boolean> {
  return Promise.race([work.then(() => true), new Promise<false>((later) => setImmediate(() => later(false)))])
}

describe('a story that is held', () => {
  it('goes on at once where nobody asked to look around', async () => {
    const holding = holdingOf(new Timeline(setting), undefined)
    await Promise.all([holding.passed(), holding.pause(), holding.end()])
    expect(holding.held()).toBe(0)
  })

  it('is held at a pause', async () => {
    const { moments, holding, goOn } = looker()
    await holding.passed()
    const pause = holding.pause()
    expect(await isOver(pause)).toBe(false)
    goOn()
    await pause
    expect(moments).toEqual(['at a pause'])
  })

  it('is held as soon as what was asked for is there, once, and at no pause', async () => {
    const { timeline, moments, holding, goOn } = looker(3)
    for (const fact of told(2)) timeline.add(fact)
    await holding.pause()
    expect(moments).toEqual([])
    for (const fact of told(3).slice(2)) timeline.add(fact)
    expect(await isOver(holding.passed())).toBe(false)
    expect(moments).toEqual(['as asked'])
    goOn()
    await holding.passed()
    await holding.end()
    expect(moments).toEqual(['as asked'])
  })

  it('is held at the end where it was not before, and says whether something was asked for', async () => {
    for (const [asked, moment] of [
      [undefined, 'at the end'],
      [3, 'never came'],
    ] as const) {
      const { moments, holding, goOn } = looker(asked)
      goOn()
      await holding.end()
      expect(moments).toEqual([moment])
    }
  })

  it('is held before it begins only where it is to be held at a moment that may pass', async () => {
    const [asked, plain] = [looker(3), looker()]
    const start = asked.holding.start()
    expect(await isOver(start)).toBe(false)
    asked.goOn()
    await Promise.all([start, plain.holding.start()])
    expect([asked.moments, plain.moments]).toEqual([['at the start'], []])
  })

  it('tells for how long, also while it lasts', async () => {
    const { holding, goOn } = looker()
    const pause = holding.pause()
    await expect.poll(() => holding.held()).toBeGreaterThan(20)
    goOn()
    await pause
    const all = holding.held()
    expect(all).toBeGreaterThan(20)
    expect(holding.held()).toBe(all)
  })

  it('is broken off where the user interrupts it', async () => {
    const { holding, interrupt } = looker()
    const pause = holding.pause()
    interrupt(new Error('interrupted'))
    await expect(pause).rejects.toThrow('interrupted')
  })
})
