import { PassThrough } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { startClock } from '../../src/evidence/clock.ts'
import { Timeline } from '../../src/evidence/timeline.ts'
import { followLive, progress } from '../../src/report/live.ts'
import { realtime } from '../../src/system/calls.ts'
import { s } from '../../src/tcp.ts'
import { english } from '../../src/words/en.ts'
import { recorded } from '../fixtures.ts'

const evidence = recorded('close-wait')

describe('while a run goes on', () => {
  it('it is said to be still running, for how long, of about how long', () => {
    expect(progress(evidence, s(47.9), { takes: s(61), say: english })).toMatch(
      /^\.\.\. still running, 47 s of about 61: client in [A-Z0-9-]+, server in [A-Z0-9-]+$/,
    )
  })

  it('nothing is said of how long where nobody knows, or where it is short', () => {
    expect(progress(evidence, s(12.34), { say: english })).toMatch(/still running, 12\.3 s: /)
    expect(progress(evidence, s(0.5), { takes: s(1), say: english })).toMatch(/still running, 500\.0 ms: /)
  })
})

describe('the picture of a run that goes on', () => {
  /** What a terminal was sent by the end, from where the last frame begins; without the frames before it. */
  async function drawn(end: 'stop' | 'leave', { rests = false } = {}) {
    const screen = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows: 24 })
    const live = await followLive({ title: '', quiet: false, say: english }, screen as never)
    const timeline = new Timeline(evidence.setting)
    const clock = startClock(realtime)
    clock.begin()
    live.begin(timeline, clock)
    for (const fact of evidence.facts) timeline.add(fact)
    if (rests) live.rest()
    live[end]()
    live.leave()
    return stripVTControlCharacters(String(screen.read() ?? '')).match(/FIN-WAIT-2/g)?.length ?? 0
  }

  it('is left standing, as it was last, where the run is interrupted', async () => {
    const once = await drawn('leave')
    expect(once).toBeGreaterThan(0)
    // It stands above what --hold says, and is not drawn below it again.
    expect(await drawn('leave', { rests: true })).toBe(once)
  })

  it('is taken away where the whole of it is printed next', async () => {
    expect(await drawn('stop')).toBe(0)
  })
})
