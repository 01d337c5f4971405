import { printable } from '../report/printable.ts'

type Cell = string | number | undefined

/**
 * A table as RFC 4180 has it, with a heading. Texts are strangers': one that a spreadsheet program would take for a formula
 * is made a text by an apostrophe, and what nobody sees is spelled out. An empty cell is undefined.
 */
export const csv = (rows: readonly (readonly Cell[])[]): string =>
  rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')

/** How a formula begins, also in fullwidth letters, which some programs read alike, and behind blanks, which they drop. */
const formula = /^[\s\p{C}]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/u

function cell(value: Cell): string {
  if (value === undefined) return ''
  if (typeof value === 'number') return String(value)
  const told = printable(value).replace(/[\n\t]/g, (each) => (each === '\n' ? '\\n' : '\\t'))
  const text = formula.test(value) ? `'${told}` : told
  return /[",'\s]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
