import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gradescope } from '../../src/report/gradescope.ts'
import type { Found } from '../../src/verdict.ts'
import { english } from '../../src/words/en.ts'
import { anyTold, example } from './told.ts'

interface Results {
  readonly score: number
  readonly execution_time: number
  readonly output: string
  readonly visibility: string
  readonly tests: ReadonlyArray<{ name: string; score: number; max_score: number; status: string; output: string }>
}

const read = (text: string): Results => JSON.parse(text) as Results

describe("Gradescope's results.json", () => {
  it('gives a point for each lab of many that passes, and says why the others have none', () => {
    const results = read(gradescope(example, english))
    expect(results).toMatchObject({ score: 1, execution_time: 13, visibility: 'visible' })
    expect(results.tests.map(({ name, score, status }) => [name, score, status])).toEqual([
      ['close-wait', 0, 'failed'],
      ['listen', 1, 'passed'],
      ['syn-sent', 0, 'failed'],
      ['raw', 0, 'failed'],
      ['broken', 0, 'failed'],
      ['time-wait', 0, 'failed'],
    ])
    expect(results.tests[0]?.output).toContain('got       LAST-ACK after 1 ms')
    expect(results.tests[2]?.output).toContain('the witness kernel')
    expect(results.tests[3]?.output).toContain('no IPv6 here')
  })

  it('gives a point for each claim of one run', () => {
    const [first, , , , broken] = example.runs
    const one = read(gradescope({ ...example, of: 'a run', runs: first ? [first] : [], notPlayed: [] }, english))
    expect(one.tests.map(({ score }) => score)).toEqual([1, 0, 0])
    const none = read(gradescope({ ...example, of: 'a run', runs: broken ? [broken] : [], notPlayed: [] }, english))
    expect(none).toMatchObject({
      score: 0,
      tests: [{ score: 0, max_score: 1, output: 'the harness itself failed: x' }],
    })
  })

  it('gives none for what every run is held to, where the story was not played to its end', () => {
    const [first] = example.runs
    const [holds, fails] = first?.claims ?? []
    if (!first || !holds || !fails) throw new Error('the example has no such run')
    const universal = (name: 'play-went-through' | 'nothing-left', found: Found): Found => ({
      ...found,
      id: `universal.${name}`,
      states: { verb: name },
    })
    const graded = (play: Found) => {
      const run = { ...first, claims: [holds, universal('play-went-through', play), universal('nothing-left', holds)] }
      return read(gradescope({ ...example, of: 'a run', runs: [run], notPlayed: [] }, english)).tests.map(
        ({ score }) => score,
      )
    }
    expect(graded(fails)).toEqual([1, 0, 0])
    expect(graded(holds)).toEqual([1, 1, 1])
  })

  it('gives a lab the points that it was graded with', () => {
    const runs = example.runs
      .slice(0, 2)
      .map((run, index) => ({ ...run, points: { earned: 2.5 * (index + 1), of: 5 } }))
    const results = read(gradescope({ ...example, runs, notPlayed: [] }, english))
    expect(results.tests.map(({ score, max_score, status }) => [score, max_score, status])).toEqual([
      [2.5, 5, 'failed'],
      [5, 5, 'passed'],
    ])
    expect(results.score).toBe(7.5)
  })

  it('can be read again, whatever strangers say, and gives no point for what did not hold', () => {
    fc.assert(
      fc.property(anyTold, (told) => {
        const { score, tests } = read(gradescope(told, english))
        const judged = told.runs.flatMap(({ claims }) => claims)
        const points =
          told.of === 'a run'
            ? judged.filter(({ verdict }) => verdict === 'holds').length
            : told.runs.filter(({ result }) => result === 'pass').length
        expect(score).toBe(points)
        expect(tests.reduce((sum, test) => sum + test.score, 0)).toBe(points)
        // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
        for (const { output } of tests) expect(output).not.toMatch(/[\0-\x08\x0b-\x1f]/)
      }),
    )
  })
})
