import { availableParallelism } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { type Milliseconds, s } from '../tcp.ts'

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

/** After this time a run that takes longer is taken to wait, and the next one may begin. */
const workTime = s(2)

export interface SideBySide<Job> {
  readonly room: Room
  /** Begins no more when it aborts; those that are being played are waited for. */
  readonly stop: AbortSignal
  readonly isLong: (job: Job) => boolean
  readonly worksFor?: Milliseconds
  readonly play: (job: Job) => Promise<void>
}

/** Plays them in their order, as many at once as there is room for. Resolves to those that were not begun. */
export async function sideBySide<Job>(jobs: readonly Job[], options: SideBySide<Job>): Promise<readonly Job[]> {
  const { room, stop, isLong, play, worksFor = workTime } = options
  const waiting = [...jobs]
  const going = new Set<Promise<void>>()
  const hand = async (): Promise<void> => {
    for (;;) {
      while (going.size >= room.total) await Promise.race(going)
      const job = stop.aborted ? undefined : waiting.shift()
      if (job === undefined) return
      const playing = play(job).finally(() => going.delete(playing))
      going.add(playing)
      await (isLong(job) ? Promise.race([playing, setTimeout(worksFor, undefined, { ref: false })]) : playing)
    }
  }
  await Promise.all(Array.from({ length: Math.min(room.working, room.total) }, hand))
  await Promise.all(going)
  return waiting
}
