import { Worker } from 'node:worker_threads'
import { before } from '../deadline.ts'
import type { ReaderNews, ReaderOrders } from './reader.ts'
import type { PageLayout } from './ring-buffer.ts'

/** Who is told what the thread reads, and what it cannot. Times are CLOCK_MONOTONIC in nanoseconds. */
export interface Teller {
  page(cpu: number, page: Buffer): void
  /** The thread was to look again at a moment, and came so much later. */
  late(at: bigint, by: bigint): void
  /** Nothing is known of what happened since then, or where that is not said, of the whole story. */
  blind(why: string, since?: bigint): void
}

export interface Reader {
  /** Has told all that happened before it was asked, or that it could not. */
  settle(): Promise<void>
  stop(): Promise<void>
}

/** How long the thread may take to hand over what there is; after that the record says that some may be missing. */
const patience = 5000

/** Has a thread read these pipes, one a CPU. Its end before it is stopped is blindness, and told as that; never silence. */
export async function startReader(
  pipes: readonly string[],
  { size, timestamp }: PageLayout,
  told: Teller,
): Promise<Reader> {
  const orders = new Int32Array(new SharedArrayBuffer(8))
  const readUpTo = new BigInt64Array(new SharedArrayBuffer(8)).fill(process.hrtime.bigint())
  const workerData: ReaderOrders = { pipes, size, timestamp, orders, readUpTo }
  const worker = new Worker(new URL('./reader.ts', import.meta.url), { workerData })
  const order = (cell: 0 | 1): void => {
    Atomics.store(orders, cell, 1)
    Atomics.store(orders, 1, 1)
    Atomics.notify(orders, 1)
  }
  const waiting = new Map<ReaderNews['kind'], () => void>()
  const hears = (kind: ReaderNews['kind']): Promise<void> => new Promise((resolve) => waiting.set(kind, resolve))
  worker.on('message', (news: ReaderNews) => {
    if (news.kind === 'page') told.page(news.cpu, Buffer.from(news.page))
    else if (news.kind === 'late') told.late(news.at, news.by)
    else waiting.get(news.kind)?.()
  })
  const death = deathOf(worker)
  let ended: string | undefined
  const gone = death.then((why) => {
    ended = `the trace is read no more: ${why}`
    if (Atomics.load(orders, 0) === 0) told.blind(ended, readUpTo[0])
  })
  await Promise.race([hears('reading'), gone])
  return {
    async settle() {
      const settled = hears('settled')
      order(1)
      const came = await before(patience, Promise.race([settled, gone]))
      // Told again, since the stretch has grown to the story's end.
      if (ended !== undefined) told.blind(ended, readUpTo[0])
      else if (!came) told.blind(`the trace was not read to its end within ${patience} ms`, readUpTo[0])
    },
    async stop() {
      order(0)
      if (!(await before(patience, gone))) await worker.terminate()
    },
  }
}

/** Why the thread ended, when it has. */
function deathOf(worker: Worker): Promise<string> {
  let why = 'its thread ended'
  worker.on('error', (error: unknown) => {
    why = error instanceof Error ? error.message : String(error)
  })
  return new Promise((resolve) => worker.once('exit', () => resolve(why)))
}
