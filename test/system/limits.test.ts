import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limitNames, readLimit, unitOf, usualLimits, writeLimit } from '../../src/system/limits.ts'

describe('a limit', () => {
  it('is read as people write it', () => {
    expect(readLimit('memory', '512M')).toBe(512 * 1024 ** 2)
    expect(readLimit('file', '3k')).toBe(3072)
    expect(readLimit('wall', '30')).toBe(30)
  })
  it.each(['', '0', '-1', '1.5', '1e3', ' 1', '1T', 'M', '99999999999999999'])('is not %o', (text) =>
    expect(readLimit('memory', text)).toBeUndefined(),
  )
  it('of no bytes has no unit', () => expect(readLimit('processes', '1K')).toBeUndefined())
  it('is written as it is read', () =>
    fc.assert(
      fc.property(fc.constantFrom(...limitNames), fc.integer({ min: 1, max: 2 ** 40 }), (name, amount) => {
        expect(readLimit(name, writeLimit(name, amount))).toBe(amount)
      }),
    ))
  it('that is usual is a whole one', () => {
    for (const name of limitNames)
      expect(writeLimit(name, usualLimits[name])).toMatch(unitOf[name] === 'bytes' ? /^\d+[GM]$/ : /^\d+$/)
  })
})
