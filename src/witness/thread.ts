import { Worker } from 'node:worker_threads'
import type { BlindCause } from '../evidence/blind.ts'
import { before } from './deadline.ts'

/** What a witness's thread and this one share. */
export interface ThreadOrders {
  /** Two cells: the thread works until the first is 1, and answers 'drained' to the second after a whole round. */
  readonly orders: Int32Array<SharedArrayBuffer>
  /** When its last round began, CLOCK_MONOTONIC in nanoseconds: what happened before that it has told. */
  readonly toldUpTo: BigInt64Array<SharedArrayBuffer>
}

/** What every such thread says besides its news: that it has begun, and that it has told all that it was asked for. */
export type ThreadNews<News> = News | 'begun' | 'drained'

export interface Thread {
  /** Has told all that happened before it was asked, or that it could not. */
  drain(): Promise<void>
  stop(): Promise<void>
}

interface Teller<News> {
  news(news: News): void
  /** Nothing is known of what happened since that moment, CLOCK_MONOTONIC in nanoseconds. */
  blind(cause: BlindCause, since: bigint): void
}

/** How long a thread may take to tell what there is; after that the record says that some may be missing. Milliseconds. */
const patience = 5000

/** Has a witness's thread work. Its end before it is stopped is blindness, and told as that; never silence. */
export async function startThread<News extends object>(
  file: URL,
  workerData: object,
  told: Teller<News>,
): Promise<Thread> {
  const orders = new Int32Array(new SharedArrayBuffer(8))
  const toldUpTo = new BigInt64Array(new SharedArrayBuffer(8)).fill(process.hrtime.bigint())
  const worker = new Worker(file, { workerData: { ...workerData, orders, toldUpTo } })
  const order = (cell: 0 | 1): void => {
    Atomics.store(orders, cell, 1)
    Atomics.store(orders, 1, 1)
    Atomics.notify(orders, 1)
  }
  const waiting = new Map<ThreadNews<News>, () => void>()
  const hears = (word: 'begun' | 'drained'): Promise<void> => new Promise((resolve) => waiting.set(word, resolve))
  worker.on('message', (news: ThreadNews<News>) => {
    if (typeof news === 'object') told.news(news)
    else waiting.get(news)?.()
  })
  let ended: BlindCause | undefined
  const gone = deathOf(worker).then((error) => {
    ended = { is: 'read no more', ...(error === undefined ? {} : { error }) }
    if (Atomics.load(orders, 0) === 0) told.blind(ended, toldUpTo[0] ?? 0n)
  })
  await Promise.race([hears('begun'), gone])
  const drainOnce = async (): Promise<void> => {
    const drained = hears('drained')
    order(1)
    const came = await before(patience, Promise.race([drained, gone]))
    // Told again, since the stretch has grown to the story's end.
    if (ended !== undefined) told.blind(ended, toldUpTo[0] ?? 0n)
    else if (!came) told.blind({ is: 'not told in time', patience }, toldUpTo[0] ?? 0n)
  }
  let draining = Promise.resolve()
  return {
    // One after the other: each who asks is told of what happened up to then, and there is one answer at a time.
    drain() {
      draining = draining.then(drainOnce)
      return draining
    },
    async stop() {
      order(0)
      if (!(await before(patience, gone))) await worker.terminate()
    },
  }
}

/** Why the thread ended, when it has. */
function deathOf(worker: Worker): Promise<string | undefined> {
  let why: string | undefined
  worker.on('error', (error: unknown) => {
    why = error instanceof Error ? error.message : String(error)
  })
  return new Promise((resolve) => worker.once('exit', () => resolve(why)))
}
