import { describe, expect, it } from 'vitest'
import { paint } from '../../src/report/style.ts'
import { summary } from '../../src/report/summary.ts'
import { english } from '../../src/words/en.ts'
import { example } from './told.ts'

const table = (columns: number): string[] =>
  summary(example, { columns, paints: paint(false), say: english })
    .trimEnd()
    .split('\n')

describe('the end of many runs', () => {
  it('says once more what did not pass, and why, and how many came to what', () => {
    expect(table(160)).toEqual([
      '✘ broken      error          3.5 s  the harness itself failed: x',
      '✘ close-wait  fail           3.5 s  server stays in CLOSE-WAIT for 3.00 s, with no timer running: got LAST-ACK after 1 ms, expected CLOSE-WAIT for 3 s',
      '- raw         cannot run     3.5 s  no IPv6 here',
      "? syn-sent    unknown        3.5 s  the client program says 'reset': missing the witness kernel",
      '',
      'never started: time-wait',
      '1 passed, 1 failed, 1 unknown, 1 not judged, the harness failed, 1 cannot be played on this machine, in 12.3 s',
    ])
  })

  it('cuts a line rather than wrap it', () => {
    const lines = table(60).slice(0, 5)
    expect(Math.max(...lines.map((line) => line.length))).toBe(60)
    expect(lines[1]).toMatch(/…$/)
  })
})
