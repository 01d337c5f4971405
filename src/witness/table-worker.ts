import { openSync, readSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { parseTable, type Row } from './proc-net-tcp.ts'
import type { TableNews, TableOrders } from './table.ts'

const { tables, stop } = workerData as TableOrders
const buffer = Buffer.alloc(1 << 20)
const now = process.hrtime.bigint

interface Watched {
  readonly host: TableNews['host']
  readonly file: number
  rows: ReadonlyMap<string, Row>
  text: string
  lookedAt: bigint
  toldAt: bigint
  looks: number
  longestGap: bigint
}

const watched: Watched[] = tables.map(({ host, file }) => {
  const begin = now()
  return {
    host,
    file: openSync(file, 'r'),
    rows: new Map(),
    text: '',
    lookedAt: begin,
    toldAt: begin,
    looks: 0,
    longestGap: 0n,
  }
})

/** Reads the whole table anew: seq_file restarts at offset 0. Larger tables than the buffer come in pieces. */
function readAll(file: number): string {
  let text = ''
  for (let at = 0; ; ) {
    const size = readSync(file, buffer, 0, buffer.length, at)
    if (size === 0) return text
    text += buffer.toString('latin1', 0, size)
    at += size
  }
}

const keyOf = ({ local, remote }: Row): string => `${local} ${remote}`
const isAsBefore = (row: Row, before: Row | undefined): boolean =>
  before !== undefined &&
  row.state === before.state &&
  row.timer === before.timer &&
  row.sendQueue === before.sendQueue &&
  row.receiveQueue === before.receiveQueue

function look(table: Watched, mustTell: boolean): boolean {
  const begun = now()
  const text = readAll(table.file)
  const at = now()
  const gap = at - table.lookedAt
  table.lookedAt = begun
  table.looks += 1
  if (gap > table.longestGap) table.longestGap = gap
  const changed = text === table.text ? [] : compare(table, text)
  const second = 1_000_000_000n
  if (changed.length > 0 || mustTell || at - table.toldAt > second) tell(table, at, gap, changed)
  return changed.length > 0
}

function compare(table: Watched, text: string): Row[] {
  const rows = new Map(parseTable(text).map((row) => [keyOf(row), row]))
  const gone = [...table.rows]
    .filter(([key]) => !rows.has(key))
    .map(([, row]): Row => ({ ...row, state: 'CLOSED', timer: 'off', left: 0 }))
  const changed = [...rows].filter(([key, row]) => !isAsBefore(row, table.rows.get(key))).map(([, row]) => row)
  table.rows = rows
  table.text = text
  return [...changed, ...gone]
}

function tell(table: Watched, at: bigint, gap: bigint, changed: readonly Row[]): void {
  const { host, looks, longestGap, rows } = table
  const news: TableNews = { host, at, gap, changed, looks, longestGap, sockets: rows.size }
  parentPort?.postMessage(news)
  Object.assign(table, { toldAt: at, looks: 0, longestGap: 0n })
}

/**
 * After a change look as fast as a third of one core allows; while nothing happens ever more slowly, down to a hundred
 * times a second, so that a wait of a minute costs nothing and is still dated to a part in a hundred.
 */
function rest(quiet: bigint, cost: bigint): void {
  const pause = Math.min(10, Math.max(0.1, (2 * Number(cost)) / 1e6, Number(quiet) / 1e6 / 200))
  Atomics.wait(stop, 0, 0, pause)
}

parentPort?.postMessage('ready')
for (let changedAt = now(); Atomics.load(stop, 0) === 0; ) {
  const settling = Atomics.exchange(stop, 1, 0) === 1
  const begun = now()
  const changes = watched.map((table) => look(table, settling))
  const ended = now()
  if (changes.includes(true)) changedAt = ended
  rest(ended - changedAt, ended - begun)
}
