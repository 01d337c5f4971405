import { openSync, readSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import type { Printed } from './printed.ts'
import { parseTable, type Row } from './proc-net-tcp.ts'
import { type Look, lookByDiag } from './sock-diag.ts'
import type { TableNews, TableOrders } from './table.ts'
import type { ThreadNews } from './thread.ts'

const { tables, orders, toldUpTo } = workerData as TableOrders
const say = (news: ThreadNews<TableNews>): void => parentPort?.postMessage(news)
const buffer = Buffer.alloc(1 << 20)
const now = process.hrtime.bigint

interface Watched {
  readonly host: TableNews['host']
  readonly read: Look
  rows: ReadonlyMap<string, Row>
  unreadable: readonly string[]
  /** When its last look began, and its last whole one. */
  lookedAt: bigint
  wholeAt: bigint
  toldAt: bigint
  polls: number
  longestGap: bigint
}

const watched: Watched[] = tables.map(({ host, socket, files }) => {
  const begin = now()
  return {
    host,
    read: socket === undefined ? lookAtText(files) : lookByDiag(socket),
    rows: new Map(),
    unreadable: [],
    lookedAt: begin,
    wholeAt: begin,
    toldAt: begin,
    polls: 0,
    longestGap: 0n,
  }
})

function lookAtText(names: readonly string[]): Look {
  const files = names.map((name) => openSync(name, 'r'))
  let before = ''
  return () => {
    const text = files.map(readAll).join('')
    if (text === before) return undefined
    before = text
    return parseTable(text)
  }
}

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
  row.receiveQueue === before.receiveQueue &&
  row.owned === before.owned

/** Returns whether some socket came, went or is in another state; bytes that come and go are told, and are no reason to hurry. */
function look(table: Watched, how: 'whole' | 'connections', mustTell: boolean): boolean {
  const begun = now()
  const printed = table.read(how)
  const at = now()
  const gap = at - (how === 'whole' ? table.wholeAt : table.lookedAt)
  table.lookedAt = begun
  if (how === 'whole') table.wholeAt = begun
  table.polls += 1
  if (gap > table.longestGap) table.longestGap = gap
  const before = table.rows
  const changed = printed ? compare(table, printed) : []
  const second = 1_000_000_000n
  if (changed.length > 0 || table.unreadable.length > 0 || mustTell || at - table.toldAt > second)
    tell(table, at, gap, changed)
  return changed.some((row) => row.state !== before.get(keyOf(row))?.state)
}

function compare(table: Watched, printed: Printed): Row[] {
  const rows = new Map(printed.rows.map((row) => [keyOf(row), row]))
  const gone = [...table.rows]
    .filter(([key]) => !rows.has(key))
    .map(([, { owned: _, ...row }]): Row => ({ ...row, state: 'CLOSED', timer: 'off', left: 0 }))
  const changed = [...rows].filter(([key, row]) => !isAsBefore(row, table.rows.get(key))).map(([, row]) => row)
  table.rows = rows
  table.unreadable = printed.unreadable
  return [...changed, ...gone]
}

function tell(table: Watched, at: bigint, gap: bigint, changed: readonly Row[]): void {
  const { host, polls, longestGap, rows, unreadable } = table
  say({ host, at, gap, changed, polls, longestGap, sockets: rows.size, unreadable: unreadable.slice(0, 3) })
  Object.assign(table, { toldAt: at, polls: 0, longestGap: 0n })
}

/**
 * After a change look as fast as a third of one core allows; while nothing happens ever more slowly, down to a hundred
 * times a second, so that a wait of a minute costs nothing and is still dated to a part in a hundred.
 *
 * @param worked time that this thread has had of the processor since it last rested, in microseconds
 */
function rest(quiet: bigint, worked: number): void {
  const seconds = Number(quiet) / 1e9
  const pause = Math.min(10, Math.max(0.1, (2 * worked) / 1000, 20 * seconds ** 2))
  Atomics.wait(orders, 1, 0, pause)
}

function processorTime(): number {
  const { user, system } = process.threadCpuUsage()
  return user + system
}

/** A thread that sleeps for a moment often sleeps longer: while something goes on, it looks six times when it is awake. */
const lively = 150_000_000n

say('begun')
let workedBefore = processorTime()
for (let changedAt = now(); Atomics.load(orders, 0) === 0; ) {
  const draining = Atomics.exchange(orders, 1, 0) === 1
  const looks = now() - changedAt < lively ? 6 : 1
  for (let each = 1; each <= looks; each++) {
    const begun = now()
    const how = each === 1 ? 'whole' : 'connections'
    const changes = watched.map((table) => look(table, how, draining && each === looks))
    toldUpTo[0] = begun
    if (changes.includes(true)) changedAt = now()
  }
  if (draining) say('drained')
  const worked = processorTime()
  rest(now() - changedAt, worked - workedBefore)
  workedBefore = worked
}
