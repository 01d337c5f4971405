import { describe, expect, it } from 'vitest'
import { startClock } from '../../src/evidence/clock.ts'
import { Timeline } from '../../src/evidence/timeline.ts'
import { type AwaitedFact, type End, type Fact, factsOf } from '../../src/evidence.ts'
import { words } from '../../src/lab.ts'
import { realtime } from '../../src/system/calls.ts'
import { type HoldOrder, holdingOf } from '../../src/take/holding.ts'
import { DidNotCome, makeStage, type StageOrder } from '../../src/take/stage.ts'
import { ms } from '../../src/tcp.ts'
import { recorded } from '../fixtures.ts'

const { setting, facts } = recorded('close-wait')
const says = words.server.says('ready')
const line: Fact = {
  kind: 'program', at: ms(1), within: ms(0), host: 'server', by: 'program', deed: 'said', text: 'ready',
} // biome-ignore format: one fact

interface Scene {
  lost?: () => number
  drain?: (add: (fact: Fact) => void) => void | Promise<void>
  script?: string
  goesOn?: StageOrder['goesOn']
  hold?: HoldOrder
}

/** A stage on which nothing is but a record that grows; its programs are this shell script. */
function makeScene(more: Scene = {}) {
  const timeline = new Timeline(setting)
  const clock = startClock(realtime)
  clock.begin()
  const abort = new AbortController()
  const looked: Array<readonly End[]> = []
  const program = { name: 'a test', words: ['sh', '-c', more.script ?? 'read line'] }
  const order = {
    network: {
      addresses: { server: '198.18.0.1', port: 8080 },
      loopback: false,
      router: {},
      within: (_: End, work: () => unknown) => work(),
      orphansOf: () => [],
    },
    timeline,
    clock,
    abort: abort.signal,
    programs: { client: program, server: program },
    environment: {},
    look: async (ends: readonly End[]) => void looked.push(ends),
    drain: async () => more.drain?.(timeline.add),
    goesOn: more.goesOn,
    holding: holdingOf(timeline, more.hold),
    lateness: { lost: () => ms(more.lost?.() ?? 0) },
  } as unknown as Omit<StageOrder, 'looking'>
  const awaited = (): readonly AwaitedFact[] => factsOf(timeline.evidence, 'awaited')
  return { ...makeStage(order), timeline, abort, looked, awaited }
}

describe('a play that waits', () => {
  it('goes on at once where what it waits for is there, and the record tells', async () => {
    const { stage, timeline, awaited, looked } = makeScene()
    timeline.add(line)
    await stage.until(says)
    expect(awaited()).toMatchObject([{ what: says.id, outcome: 'came', lost: 0 }])
    expect(looked).toEqual([])
  })

  it('goes on when it comes', async () => {
    const { stage, timeline, awaited } = makeScene()
    const waiting = stage.until(says)
    timeline.add({ ...line, text: 'something else' } as Fact)
    timeline.add(line)
    await waiting
    expect(awaited()).toMatchObject([{ outcome: 'came' }])
  })

  it('waits for no counter that no kernel has, which would never come', async () => {
    const { stage, awaited } = makeScene()
    await expect(stage.until(words.server.counts('Tcp.ActivOpens', 1))).rejects.toThrow("no counter 'Tcp.ActivOpens'")
    expect(awaited()).toEqual([])
  })

  it('has ss and netstat look at the end whose state has come', async () => {
    const { stage, timeline, looked } = makeScene()
    for (const fact of facts) if (fact.kind !== 'end' && fact.kind !== 'cleanup') timeline.add(fact)
    await stage.until(words.server.reaches('CLOSE-WAIT'))
    expect(looked).toEqual([['server']])
  })

  it('is broken off when its patience is over; both ends are looked at, and the record tells how long it was', async () => {
    const { stage, awaited, looked } = makeScene()
    await expect(stage.until(says, ms(50))).rejects.toThrow(DidNotCome)
    const [told] = awaited()
    expect(told).toMatchObject({ outcome: 'did not come' })
    expect(told?.waited).toBeGreaterThanOrEqual(49)
    expect(looked).toEqual([['client', 'server']])
  })

  it('waits longer by what the machine keeps from it, which the record tells', async () => {
    let lost = 0
    const { stage, timeline, awaited } = makeScene({ lost: () => lost })
    const begun = performance.now()
    const waiting = stage.until(says, ms(50))
    lost = 150
    await expect(waiting).rejects.toThrow(DidNotCome)
    expect(performance.now() - begun).toBeGreaterThanOrEqual(199)
    expect(awaited()).toMatchObject([{ lost: 150 }])
    expect(timeline.evidence.facts.at(-1)?.kind).toBe('awaited')
  })

  it('but not for ever: no more than ten times as long is added', async () => {
    const { stage, awaited } = makeScene({
      lost: (() => {
        let calls = 0
        return () => (calls++ === 0 ? 0 : calls < 3 ? 0 : 1e9)
      })(),
    })
    await expect(stage.until(says, ms(20))).rejects.toThrow(DidNotCome)
    expect(awaited()[0]?.waited).toBeGreaterThanOrEqual(219)
    expect(awaited()[0]?.waited).toBeLessThan(5000)
  })

  it('waits longer by the time for which somebody looked around', async () => {
    const { stage, timeline } = makeScene({
      hold: { once: () => true, still: () => new Promise((later) => setTimeout(later, 150)) },
    })
    const begun = performance.now()
    const waiting = stage.until(says, ms(50))
    timeline.add({ ...line, text: 'something else' } as Fact)
    await expect(waiting).rejects.toThrow(DidNotCome)
    expect(performance.now() - begun).toBeGreaterThanOrEqual(199)
  })

  it('still goes on by what witnesses had seen in time and tell only when they are asked', async () => {
    const { stage, awaited } = makeScene({ drain: (add) => add(line) })
    await stage.until(says, ms(20))
    expect(awaited()).toMatchObject([{ outcome: 'came' }])
  })

  it('goes on without what did not come where it may, waits less for the next, and the record tells', async () => {
    const { stage, awaited } = makeScene({ goesOn: { first: ms(1000), later: ms(20) } })
    await stage.until(says)
    await stage.until(says)
    await stage.until(says, ms(40))
    expect(awaited().map(({ outcome }) => outcome)).toEqual(Array(3).fill('done without'))
    const [first = 0, later = 0, asSaid = 0] = awaited().map(({ waited }) => waited)
    expect([first >= 999, later >= 19, asSaid >= 39]).toEqual([true, true, true])
    expect(later).toBeLessThan(first)
  })

  it('asks the witnesses once more only when they have answered', async () => {
    let asked = 0
    const drain = async (): Promise<void> => {
      asked += 1
      expect(asked).toBe(1)
      await new Promise((resolve) => setTimeout(resolve, 30))
      asked -= 1
    }
    const { stage, awaited } = makeScene({ drain, goesOn: { first: ms(20), later: ms(20) } })
    await Promise.all([stage.until(says), stage.until(words.client.says('ready'))])
    expect(awaited()).toHaveLength(2)
  })

  it('waits no longer for a program that has failed', async () => {
    const { stage, awaited, clear } = makeScene({ script: 'exit 3' })
    stage.server.start()
    const begun = performance.now()
    await expect(stage.until(says, ms(30_000))).rejects.toThrow(DidNotCome)
    expect(performance.now() - begun).toBeLessThan(20_000)
    expect(awaited()).toMatchObject([{ outcome: 'did not come' }])
    await clear()
  })

  it('ends with the reason where the run is broken off', async () => {
    const { stage, abort, awaited } = makeScene()
    const waiting = stage.until(says)
    abort.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
    expect(awaited()).toEqual([])
  })
})

describe('a pause', () => {
  it('lasts as long as is said, and both ends are looked at from its beginning to its end', async () => {
    const { stage, looked } = makeScene()
    const begun = performance.now()
    await stage.pause(ms(300))
    expect(performance.now() - begun).toBeGreaterThanOrEqual(299)
    // A look at its beginning and one at its end; between them a machine that is busy may have time for none.
    expect(looked.length).toBeGreaterThanOrEqual(2)
    expect(new Set(looked.map((ends) => ends.join()))).toEqual(new Set(['client,server']))
  })

  it('ends with the reason where the run is broken off', async () => {
    const { stage, abort } = makeScene()
    const pausing = stage.pause(ms(60_000))
    abort.abort(new Error('enough'))
    await expect(pausing).rejects.toThrow('enough')
  })
})

describe('a lab that drives what it has not started', () => {
  it('is told so', () => {
    const { stage } = makeScene()
    expect(() => stage.client.cue('close')).toThrow('the lab drives the client before it starts it')
  })
})
