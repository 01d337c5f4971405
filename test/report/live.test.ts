import { describe, expect, it } from 'vitest'
import { progress } from '../../src/report/live.ts'
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
