import type { BlindCause } from '../evidence/blind.ts'
import type { Row } from './proc-net-tcp.ts'

/** What could be read of a table, or of what a command printed. */
export interface Printed {
  readonly rows: readonly Row[]
  /** Lines that are neither a socket nor a heading that we know: whatever they say has not been seen. */
  readonly unreadable: readonly string[]
}

/** Reads line by line; an empty line says nothing. */
export function readPrinted(
  text: string,
  isHeading: (line: string) => boolean,
  readLine: (line: string) => Row | undefined,
): Printed {
  const rows: Row[] = []
  const unreadable: string[] = []
  for (const line of text.split('\n')) {
    if (line.trim() === '' || isHeading(line)) continue
    const row = readLine(line)
    if (row) addTo(rows, row)
    else unreadable.push(line)
  }
  return { rows, unreadable }
}

/** A socket that has just been closed stands in the table for a moment more, without its port: to be CLOSED is to have none. */
export function addTo(rows: Row[], row: Row): void {
  if (row.state !== 'CLOSED') rows.push(row)
}

/** Why a look at such lines is not a whole one. */
export const unreadableLines = ([first = '', ...more]: readonly string[]): BlindCause => ({
  is: 'unreadable',
  lines: more.length + 1,
  first: first.trim().slice(0, 60),
})
