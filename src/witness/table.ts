import { closeSync, existsSync } from 'node:fs'
import type { End } from '../evidence.ts'
import { netlinkIn } from '../system/calls.ts'
import { type Milliseconds, ms } from '../tcp.ts'
import { lookedAt, type Scene, type Witness } from '../witness.ts'
import { unreadableLines } from './printed.ts'
import type { Row } from './proc-net-tcp.ts'
import { lookByDiag, sockDiag } from './sock-diag.ts'
import { asSample, ownerOf } from './socket-line.ts'
import { startThread, type ThreadOrders } from './thread.ts'

/** What the worker says of one host's table. Times are CLOCK_MONOTONIC in nanoseconds. */
export interface TableNews {
  readonly host: End
  readonly at: bigint
  /** How long ago the look before this one was. */
  readonly gap: bigint
  /** Rows that are new or not as before; one that is gone comes as CLOSED. */
  readonly changed: readonly Row[]
  /** Looks since the news before, and the longest stretch between two of them. */
  readonly polls: number
  readonly longestGap: bigint
  readonly sockets: number
  /** Lines of the table that could not be read. */
  readonly unreadable: readonly string[]
}

export interface TableOrders extends ThreadOrders {
  readonly tables: readonly Table[]
}

interface Table {
  readonly host: End
  /** Asks the kernel there by sock_diag, where that can be had. */
  readonly socket?: number
  /** The same as text. */
  readonly files: readonly string[]
}

/** A socket of IPv6 may speak IPv4, so that in a run over IPv4 either table may have what matters. */
const names = { IPv4: ['tcp', 'tcp6'], IPv6: ['tcp6'] } as const

/** Reads the kernel's own TCP tables thousands of times a second, in a thread of its own, and tells what changed. */
export async function watchTable(scene: Scene): Promise<Witness> {
  const tables = lookedAt(scene).map((host): Table => {
    const socket = diagSocketOf(scene.pidIn[host])
    const files = names[scene.family].map((name) => `/proc/${scene.pidIn[host]}/net/${name}`).filter(isThere)
    return { host, files, ...(socket === undefined ? {} : { socket }) }
  })
  const thread = await startThread<TableNews>(
    new URL('./table-worker.ts', import.meta.url),
    { tables },
    {
      news: (news) => tellNews(scene, news),
      blind(cause, since) {
        const at = scene.clock.now()
        const within = ms(Math.min(at, at - scene.clock.fromMonotonic(since)))
        for (const { host } of tables) scene.tell({ kind: 'blind', at, within, host, by: 'table', cause })
      },
    },
  )
  return {
    name: 'table',
    drain: thread.drain,
    async stop() {
      await thread.stop()
      for (const { socket } of tables) if (socket !== undefined) closeSync(socket)
    },
  }
}

/** A socket for questions to the kernel in the process's network; undefined where it cannot be had, as in a container that forbids it. */
function diagSocketOf(pid: number): number | undefined {
  try {
    const socket = netlinkIn(`/proc/${pid}/ns/net`, sockDiag)
    lookByDiag(socket)('whole')
    return socket
  } catch {
    return undefined
  }
}

/** A kernel without IPv6 has no table of it; one without a table of IPv4 is none that we can watch. */
const isThere = (file: string): boolean => !file.endsWith('6') || existsSync(file)

function tellNews(scene: Scene, news: TableNews): void {
  const { host, at, gap, changed, polls, longestGap, sockets, unreadable } = news
  const when = scene.clock.fromMonotonic(at)
  const seen = { at: when, within: milliseconds(gap), by: 'table' } as const
  for (const row of changed) {
    const owner = ownerOf(scene, host, row.local)
    if (owner) scene.tell({ ...asSample(row), ...seen, host: owner })
  }
  if (unreadable.length > 0) scene.tell({ kind: 'blind', ...seen, host, cause: unreadableLines(unreadable) })
  scene.tell({ kind: 'poll', ...seen, host, polls, longestGap: milliseconds(longestGap), sockets })
}

const milliseconds = (nanoseconds: bigint): Milliseconds => ms(Number(nanoseconds) / 1e6)
