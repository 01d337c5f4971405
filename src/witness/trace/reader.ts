// A thread of its own: reads the pages of the trace as they fill, and hands them over as they are.
import { closeSync, constants, openSync, readSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import type { ThreadNews, ThreadOrders } from '../thread.ts'

/** What the thread is to read. */
export interface ReaderOrders extends ThreadOrders {
  /** The `trace_pipe_raw` of every CPU. */
  readonly pipes: readonly string[]
  /** Bytes of a page, and where in it its moment stands. */
  readonly size: number
  readonly timestamp: number
}

/** What it says of it. */
export type ReaderNews =
  | { readonly kind: 'page'; readonly cpu: number; readonly page: Uint8Array }
  /** It was to look again at a moment, and came so much later; nanoseconds. */
  | { readonly kind: 'late'; readonly at: bigint; readonly by: bigint }

const { pipes, size, timestamp, orders, toldUpTo } = workerData as ReaderOrders
const now = process.hrtime.bigint
const say = (news: ThreadNews<ReaderNews>): void => parentPort?.postMessage(news)

// An empty pipe is an error to Node, a thousand times a second; nobody reads where it was thrown.
Error.stackTraceLimit = 0
const files = pipes.map((pipe) => openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK))
const page = Buffer.alloc(size)

/** Hands over what one CPU's buffer has, up to what came in only after this was begun; says whether there was anything. */
function drain(cpu: number, file: number, begun: bigint): boolean {
  for (let found = false; ; found = true) {
    if (!fill(file)) return found
    say({ kind: 'page', cpu, page })
    if (page.readBigUInt64LE(timestamp) > begun) return true
  }
}

function fill(file: number): boolean {
  page.fill(0)
  try {
    return readSync(file, page, 0, size, null) > 0
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return false
    throw error
  }
}

const millisecond = 1_000_000n
/** By so much the thread may be late without saying so. */
const tolerable = 50n * millisecond

/** Every millisecond while there is news, every tenth when there is none for a second, and never more than a fifth of a CPU. */
function rest(quiet: bigint, cost: bigint): void {
  const pause = Math.max(1, Math.min(10, Number(quiet) / 1e8), (4 * Number(cost)) / 1e6)
  const begun = now()
  Atomics.wait(orders, 1, 0, pause)
  const by = now() - begun - BigInt(Math.round(pause * 1e6))
  if (by > tolerable) say({ kind: 'late', at: now(), by })
}

say('begun')
for (let newsAt = now(); Atomics.load(orders, 0) === 0; ) {
  const draining = Atomics.exchange(orders, 1, 0) === 1
  const begun = now()
  const found = files.map((file, cpu) => drain(cpu, file, begun))
  toldUpTo[0] = begun
  if (draining) say('drained')
  if (found.includes(true)) newsAt = begun
  rest(begun - newsAt, now() - begun)
}
for (const file of files) closeSync(file)
