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
  if (row.state !== 'CLOSED') rows.push(row.receiveQueue > most(row.state) ? { ...row, receiveQueue: 0 } : row)
}

/**
 * The most bytes that can wait to be read in a state. While a SYN is taken in the kernel knows where the other's numbers begin
 * before it knows that none was read (tcp_rcv_synsent_state_process), and a look in between shows the ISN as bytes that wait;
 * without a scaled window there are never more than 65,535.
 */
const most = (state: Row['state']): number =>
  state === 'SYN-SENT' ? 0 : state === 'SYN-RECEIVED' ? 65_535 : Number.POSITIVE_INFINITY

/** Why a look at such lines is not a whole one. */
export const unreadableLines = ([first = '', ...more]: readonly string[]): BlindCause => ({
  is: 'unreadable',
  lines: more.length + 1,
  first: first.trim().slice(0, 60),
})
