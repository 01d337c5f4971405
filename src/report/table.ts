import wrapAnsi from 'wrap-ansi'
import { padEnd, widthOf } from './width.ts'

/**
 * A label and, in a column of its own beside it, what is to be said; that is wrapped inside its column. A label that is
 * too long for its own stands on a line by itself.
 *
 * @param column where the text begins
 */
export function beside(label: string, text: string, column: number, width: number): string[] {
  const lines = wrapAnsi(text, width - column, { hard: widthOf(text) > text.length }).split('\n')
  const margin = ' '.repeat(column)
  if (widthOf(label) >= column) return [label, ...lines.map((line) => margin + line)]
  return lines.map((line, index) => (index === 0 ? padEnd(label, column) : margin) + line)
}

/** A cell of a table, and how many columns of the terminal it has. */
type Cell = readonly [text: string, width: number]

/**
 * Rows of cells in columns of these widths; a column of no certain width (Infinity), as in a pipe, is as wide as its widest cell, and
 * nothing in it is wrapped.
 */
export function rows(all: ReadonlyArray<readonly string[]>, widths: readonly number[]): string[] {
  const columns = widths.map((width, index) =>
    Number.isFinite(width) ? width : Math.max(1, ...all.map((cells) => widthOf(cells[index] ?? ''))),
  )
  return all.flatMap((cells) => row(columns.map((width, index) => [cells[index] ?? '', width])))
}

/** Cells beside each other, a blank between two; what is too long for its own is wrapped inside it. */
function row(cells: readonly Cell[]): string[] {
  const wrapped = cells.map(([text, width]) => wrapAnsi(text, width, { hard: true }).split('\n'))
  const lines = Math.max(...wrapped.map(({ length }) => length))
  return Array.from({ length: lines }, (_, line) =>
    cells
      .map(([, width], index) => padEnd(wrapped[index]?.[line] ?? '', width))
      .join(' ')
      .trimEnd(),
  )
}
