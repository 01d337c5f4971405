import { closeSync, constants, openSync } from 'node:fs'
import type { BlindCause } from '../../evidence/blind.ts'
import { readNow } from '../../system/calls.ts'
import type { PageLayout } from './ring-buffer.ts'

/** Who is told what is read, and what cannot be. */
export interface Teller {
  page(cpu: number, page: Buffer): void
  /** Nothing is known of what happened since that moment, CLOCK_MONOTONIC in nanoseconds. */
  blind(cause: BlindCause, since: bigint): void
}

export interface Reader {
  /** Has told all that happened before it was asked, or that it could not. */
  drain(): void
  stop(): void
}

/**
 * Reads these pipes, one a CPU, until it is stopped. In this thread: what the kernel has to tell it keeps, with the moment of
 * each event, and says so where it could not; a thread for it costs more to boot than all that it reads.
 */
export function startReader(pipes: readonly string[], { size, timestamp }: PageLayout, told: Teller): Reader {
  const page = Buffer.alloc(size)
  let files: readonly number[] = []
  let readUpTo = process.hrtime.bigint()
  let timer: NodeJS.Timeout | undefined
  let blind: BlindCause | undefined

  /** What one CPU's buffer has, up to what came in only after this was begun; says whether there was anything. */
  const readOne = (cpu: number, file: number, begun: bigint): boolean => {
    for (let found = false; ; found = true) {
      if (readNow(file, page.fill(0)) === 0) return found
      told.page(cpu, page)
      if (page.readBigUInt64LE(timestamp) > begun) return true
    }
  }
  /** What all of them have; one that cannot be read ends the reading. */
  const read = (): boolean => {
    if (blind !== undefined) return false
    const begun = process.hrtime.bigint()
    try {
      const found = files.map((file, cpu) => readOne(cpu, file, begun))
      readUpTo = begun
      return found.includes(true)
    } catch (error) {
      lose(error)
      return false
    }
  }
  const lose = (error: unknown): void => {
    clearTimeout(timer)
    blind = { is: 'read no more', error: error instanceof Error ? error.message : String(error) }
    told.blind(blind, readUpTo)
  }
  const readOn = (pause: number): void => {
    timer = setTimeout(() => readOn(read() ? pauses.shortest : Math.min(pause * pauses.growth, pauses.longest)), pause)
    timer.unref()
    if (blind !== undefined) clearTimeout(timer)
  }
  try {
    files = pipes.map((pipe) => openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK))
    readOn(pauses.shortest)
  } catch (error) {
    lose(error)
  }
  return {
    drain() {
      read()
      // Told again, since the stretch has grown to the story's end.
      if (blind !== undefined) told.blind(blind, readUpTo)
    },
    stop() {
      clearTimeout(timer)
      for (const file of files) closeSync(file)
      files = []
    },
  }
}

/** While there is news every other millisecond; ever more seldom when there is none. */
const pauses = { shortest: 2, growth: 1.1, longest: 10 } as const
