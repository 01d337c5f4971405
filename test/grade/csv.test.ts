import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csv } from '../../src/grade/csv.ts'

/** Reads it as RFC 4180 says. */
function read(text: string): string[][] {
  const rows: string[][] = []
  let rest = text
  while (rest !== '') {
    const row: string[] = []
    for (;;) {
      const [whole, quoted, plain, end] = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/.exec(rest) ?? []
      if (whole === undefined) throw new Error(`not RFC 4180: ${JSON.stringify(rest)}`)
      row.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
      rest = rest.slice(whole.length)
      if (end === '\r\n') break
    }
    rows.push(row)
  }
  return rows
}

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(
      '=',
      '+',
      '-',
      '@',
      '\t',
      '\r',
      '\n',
      '"',
      "'",
      ',',
      ';',
      ' ',
      'a',
      '\u200b',
      '\uff1d',
      '\ufeff',
    ),
  }),
)

describe('a table of grades', () => {
  it('can be read by RFC 4180 again, each cell in its place, whatever strangers are called', () => {
    fc.assert(
      fc.property(fc.array(fc.array(hostile, { minLength: 3, maxLength: 3 }), { minLength: 1 }), (rows) => {
        const found = read(csv(rows))
        expect(found.map((row) => row.length)).toEqual(rows.map(() => 3))
        // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
        for (const cell of found.flat()) expect(cell).not.toMatch(/[\0-\x1f\u200b]/)
      }),
    )
  })

  it('holds no formula', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const [[cell = '']] = read(csv([[text]])) as [[string]]
        expect(cell).not.toMatch(/^\s*[=+\-@\uff1d]/)
      }),
    )
    expect(csv([["=cmd|' /C calc'!A0"]])).toBe(`"'=cmd|' /C calc'!A0"\r\n`)
    for (const text of ['=1', '+1', '-1', '@x', '\t=1', '\r=1', ' =1', '\uff1d1', '\u200b=1'])
      expect(csv([[text]]), text).toMatch(/^"?'/)
  })

  it('leaves names as they are, numbers as numbers, and nothing empty', () => {
    expect(csv([['müller-anna', 7.5, undefined, 'a "b", c']])).toBe('müller-anna,7.5,,"a ""b"", c"\r\n')
  })
})
