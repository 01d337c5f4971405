import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { wrapped } from '../../src/report/wrapped.ts'

describe('a line that is wider than the terminal', () => {
  it.each([
    [
      'under its text, behind a mark',
      '  ✔ server stays in CLOSE-WAIT for 3.00 s',
      '  ✔ server stays in\n    CLOSE-WAIT for 3.00\n    s',
    ],
    [
      'under what a label is about',
      '   got  FIN-WAIT-1 at once, too soon',
      '   got  FIN-WAIT-1 at\n        once, too soon',
    ],
    ['under its first word', '  a b c d e f g h i j k l m', '  a b c d e f g h i j k\n  l m'],
    ['at the margin where it begins there', 'pass: 17 of 17 claims hold', 'pass: 17 of 17 claims\nhold'],
  ])('goes on %s', (_where, line, shown) => {
    expect(wrapped([line], 23)).toBe(shown)
  })

  it('keeps its colours, which take no room', () => {
    const line = '  \u001b[32m✔\u001b[39m server stays in CLOSE-WAIT'
    expect(stripVTControlCharacters(wrapped([line], 23))).toBe('  ✔ server stays in\n    CLOSE-WAIT')
    expect(wrapped([line], 23)).toContain('\u001b[32m✔\u001b[39m')
  })

  it('keeps every word in its order, and stays within the width where words do', () => {
    const word = fc.stringMatching(/^[a-z]{1,8}$/)
    fc.assert(
      fc.property(fc.constantFrom('', '  ', '  ✔ ', '      '), fc.array(word, { minLength: 1 }), (head, words) => {
        const shown = wrapped([head + words.join(' ')], 24)
        expect(shown.split(/\s+/).filter(Boolean)).toEqual(`${head}${words.join(' ')}`.split(/\s+/).filter(Boolean))
        for (const line of shown.split('\n')) expect(line.length).toBeLessThanOrEqual(24)
      }),
    )
  })

  it('is left as it is where a program printed it', () => {
    const line = `  │ ${'x'.repeat(99)} y`
    expect(wrapped([line], 40)).toBe(line)
  })
})
