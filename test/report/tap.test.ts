import fc from 'fast-check'
import { type FinalResults, Parser } from 'tap-parser'
import { describe, expect, it } from 'vitest'
import { tap } from '../../src/report/tap.ts'
import { english } from '../../src/words/en.ts'
import { anyTold, example } from './told.ts'

interface Point {
  readonly ok: boolean
  readonly name: string
  readonly skip?: string | boolean
  readonly diag?: Readonly<Record<string, unknown>>
}

/** Reads the text strictly: whatever is no TAP is a failure of its own. */
function read(text: string): { results: FinalResults; points: Point[]; claims: Point[] } {
  const points: Point[] = []
  const claims: Point[] = []
  const parser = new Parser({ strict: true })
  parser.on('assert', (point: Point) => points.push(point))
  parser.on('child', (child: Parser) => child.on('assert', (point: Point) => claims.push(point)))
  parser.end(text)
  if (!parser.results) throw new Error('no TAP')
  return { results: parser.results, points, claims }
}

describe('the TAP report', () => {
  it('has a point a run and its claims before it, with diagnostics where one does not hold', () => {
    const { points, claims } = read(tap(example, english))
    expect(points.map(({ ok, name, skip }) => [ok, name, skip])).toEqual([
      [false, 'close-wait', false],
      [true, 'listen', false],
      [false, 'syn-sent', false],
      [true, 'raw', 'no IPv6 here'],
      [false, 'broken', false],
      [true, 'time-wait', 'it was never started'],
    ])
    expect(claims.map(({ ok }) => ok)).toEqual([true, false, false, true, false])
    expect(claims[1]?.diag).toEqual({
      verdict: 'fails',
      expected: 'CLOSE-WAIT for 3 s',
      got: 'LAST-ACK after 1 ms',
      because: ["client program said 'aborted' at +0.000 ms (program)"],
      at: 'labs/close-wait/lab.ts:40',
    })
    expect(claims[2]?.diag).toMatchObject({ verdict: 'unknown', missing: 'the witness kernel' })
    expect(points[4]?.diag).toMatchObject({ result: 'error', reason: 'the harness itself failed: x' })
  })

  it('has as many points as it plans, whatever strangers say, and passes none that did not', () => {
    fc.assert(
      fc.property(anyTold, (told) => {
        const { results, points, claims } = read(tap(told, english))
        const faults = results.failures.flatMap(({ tapError }) => (tapError ? [tapError] : []))
        expect(faults.filter((fault) => fault !== 'no plan')).toEqual([])
        expect(results.bailout).toBe(false)
        expect(points).toHaveLength(told.runs.length + told.notPlayed.length)
        const passing = told.runs.filter(({ result }) => result === 'pass')
        expect(points.filter(({ ok, skip }) => ok && skip === false)).toHaveLength(passing.length)
        const judged = told.runs.flatMap((run) => run.claims)
        expect(claims.map(({ ok }) => ok)).toEqual(judged.map(({ verdict }) => verdict === 'holds'))
      }),
    )
  })
})
