import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { setTimeout } from 'node:timers/promises'

/** How many runs there may be at once. */
export interface Room {
  /** Of those that work: their networks are made, their programs boot, they are judged. */
  readonly working: number
  /** Of all. */
  readonly total: number
}

/** What a run takes: 160 MB were measured. */
const memoryOfRun = 200e6

/**
 * A lab works for most of its first second and hardly at all while it waits for a kernel's timer. On two cores four that
 * work end as soon as eight do, and are half as late: 30 ms against 70 at the median, 100 against 190 at worst.
 */
export function roomHere(cores = availableParallelism(), memory = process.availableMemory()): Room {
  const total = Math.max(1, Math.min(8 * cores, Math.floor(memory / memoryOfRun)))
  return { working: Math.min(2 * cores, total), total }
}

/** So many tasks may want to run on each core where one more run may begin; a run that boots is four or five of them. */
const tasksPerCore = 3

/** A run that was let go shows among the tasks that want to run after this time. */
const settleTime = 100

/**
 * Whether this machine has room for one more that boots, whoever else is at work on it, another `lab all` for one: runs that
 * boot beside too many others look at their sockets seconds late. Each yes lets one begin.
 */
export function calmness({
  cores = availableParallelism(),
  loadavg = () => readFileSync('/proc/loadavg', 'utf8'),
  now = () => performance.now(),
} = {}): () => boolean {
  let last = Number.NEGATIVE_INFINITY
  return () => {
    const [, running] = /^\S+ \S+ \S+ (\d+)\//.exec(loadavg()) ?? []
    if (now() - last < settleTime || Number(running ?? 0) > tasksPerCore * cores) return false
    last = now()
    return true
  }
}

export interface SideBySide<Job> {
  readonly room: Room
  /** Begins no more when it aborts; those that are being played are waited for. */
  readonly stop: AbortSignal
  /** Asked before each that is begun beside others. */
  readonly isCalm: () => boolean
  /** Plays it to its end, and says when it works no more but waits: then the next one may begin. */
  readonly play: (job: Job, waits: () => void) => Promise<void>
}

/**
 * Plays them in their order, as many at once as there is room for. How long a run works depends on the machine, so it says
 * itself when it only waits; on a slow one that is late, and few go on at once. Resolves to those that were not begun.
 */
export async function sideBySide<Job>(jobs: readonly Job[], options: SideBySide<Job>): Promise<readonly Job[]> {
  const { room, stop, isCalm, play } = options
  const waiting = [...jobs]
  const going = new Set<Promise<void>>()
  const isCrowded = (): boolean => going.size >= room.total || (going.size > 0 && !isCalm())
  const hand = async (): Promise<void> => {
    for (;;) {
      while (waiting.length > 0 && !stop.aborted && isCrowded())
        await Promise.race([...going, setTimeout(settleTime, undefined, { ref: false })])
      const job = stop.aborted ? undefined : waiting.shift()
      if (job === undefined) return
      const { promise: isFree, resolve: waits } = Promise.withResolvers<void>()
      const playing = play(job, waits).finally(() => going.delete(playing))
      going.add(playing)
      await Promise.race([playing, isFree])
    }
  }
  await Promise.all(Array.from({ length: Math.min(room.working, room.total) }, hand))
  await Promise.all(going)
  return waiting
}
