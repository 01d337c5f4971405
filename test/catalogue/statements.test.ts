import { describe, expect, it } from 'vitest'
import { statements } from '../../src/catalogue/statements.ts'

/** What needs no Chinese: a formula, a parameter, an error. */
const isNotation = (text: string): boolean => !/[a-z]{2,} [a-z]/.test(text)

describe('a statement of the ledger', () => {
  it.each(statements)('$id has its claim in Chinese, in whole sentences', ({ claim, zh }) => {
    expect(claim).toMatch(/[.?]$/)
    expect(zh).toMatch(/\p{Script=Han}/u)
    expect(zh).toMatch(/[。？]”?$/)
    // Whatever is quoted is closed again.
    expect(zh.replaceAll(/“[^“”]*”/g, '')).not.toMatch(/[“”]/)
  })

  it.each(statements.flatMap(({ sides }) => sides))('$id has what Linux does in both languages, or in none', (side) => {
    expect(side.zh === undefined).toBe(side.linux === undefined)
    if (side.linux !== undefined && !isNotation(side.linux)) expect(side.zh).toMatch(/\p{Script=Han}/u)
  })
})
