import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { End } from '../evidence.ts'
import { type Milliseconds, ms } from '../tcp.ts'
import { lookedAt, type Scene, type Witness } from '../witness.ts'
import type { Row } from './proc-net-tcp.ts'
import { asSample, ownerOf } from './socket-line.ts'

/** What the worker says of one host's table. Times are CLOCK_MONOTONIC in nanoseconds. */
export interface TableNews {
  readonly host: End
  readonly at: bigint
  /** How long ago the look before this one was. */
  readonly gap: bigint
  /** Rows that are new or not as before; one that is gone comes as CLOSED. */
  readonly changed: readonly Row[]
  /** Looks since the news before, and the longest stretch between two of them. */
  readonly looks: number
  readonly longestGap: bigint
  readonly sockets: number
}

export interface TableOrders {
  readonly tables: ReadonlyArray<{ readonly host: End; readonly file: string }>
  /** The worker looks until this shared cell is 1. */
  readonly stop: Int32Array<SharedArrayBuffer>
}

/** Reads the kernel's own TCP tables thousands of times a second, in a thread of its own, and tells what changed. */
export async function watchTable(scene: Scene): Promise<Witness> {
  const stop = new Int32Array(new SharedArrayBuffer(8))
  const name = scene.family === 'IPv4' ? 'tcp' : 'tcp6'
  const tables = lookedAt(scene).map((host) => ({ host, file: `/proc/${scene.pidIn[host]}/net/${name}` }))
  const orders: TableOrders = { tables, stop }
  const worker = new Worker(new URL('./table-worker.ts', import.meta.url), { workerData: orders })
  worker.on('message', (news: TableNews | 'ready') => {
    if (news !== 'ready') tellNews(scene, news)
  })
  await once(worker, 'message')
  return {
    name: 'table',
    async settle() {
      // Whatever was there when this was asked is told by the next complete round; the worker answers after it.
      const settled = once(worker, 'message')
      Atomics.store(stop, 1, 1)
      await settled
    },
    async stop() {
      const gone = once(worker, 'exit')
      Atomics.store(stop, 0, 1)
      await gone
    },
  }
}

function tellNews(scene: Scene, { host, at, gap, changed, looks, longestGap, sockets }: TableNews): void {
  const when = toRun(scene, at)
  const seen = { at: when, within: milliseconds(gap), by: 'table' } as const
  for (const row of changed) {
    const owner = ownerOf(scene, host, row.local)
    if (owner) scene.tell({ ...asSample(row), ...seen, host: owner })
  }
  scene.tell({ kind: 'look', ...seen, host, looks, longestGap: milliseconds(longestGap), sockets })
}

const milliseconds = (nanoseconds: bigint): Milliseconds => ms(Number(nanoseconds) / 1e6)
const toRun = ({ clock }: Scene, at: bigint): Milliseconds => milliseconds(at - clock.epoch)
