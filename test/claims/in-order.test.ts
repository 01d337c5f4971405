import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Fitting, inOrder } from '../../src/claims/in-order.ts'

/** Lines and things seen are letters; a capital letter stands for any number of its own. */
const letters: Fitting<string, string> = {
  isWildcard: (line) => line !== line.toLowerCase(),
  fits: (line, seen) => line.toLowerCase() === seen,
}
const toPattern = (lines: readonly string[]): RegExp =>
  new RegExp(`^${lines.map((line) => (letters.isWildcard(line) ? `${line.toLowerCase()}*` : line)).join('')}$`)

describe('lines in order', () => {
  it('match what a regular expression of them matches', () => {
    const ofLines = fc.array(fc.constantFrom('a', 'b', 'A', 'B'), { maxLength: 6 })
    const ofSeen = fc.array(fc.constantFrom('a', 'b'), { maxLength: 8 })
    fc.assert(
      fc.property(ofLines, ofSeen, (lines, seen) => {
        expect(inOrder(lines, seen, letters).matched).toBe(toPattern(lines).test(seen.join('')))
      }),
      { numRuns: 2000 },
    )
  })
  it('are told as far as the best attempt came', () => {
    expect(inOrder(['a', 'B', 'a'], ['a', 'b', 'b', 'c'], letters)).toEqual({ matched: false, seen: 3, lines: 2 })
  })
  it('take a connection of a hundred thousand segments', () => {
    const seen = ['b', ...Array<string>(100_000).fill('a')]
    expect(inOrder(['b', 'A'], seen, letters).matched).toBe(true)
    expect(inOrder(['b', 'A', 'b'], seen, letters)).toEqual({ matched: false, seen: seen.length, lines: 2 })
  })
})
