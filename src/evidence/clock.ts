import { type Milliseconds, ms } from '../tcp.ts'

/**
 * The run's one clock: the kernel's CLOCK_MONOTONIC, counted from the story's beginning. Node's hrtime is that clock;
 * tracefs prints it (trace_clock=mono); captures come in CLOCK_REALTIME and are converted by an offset that is measured
 * at the start and again at the end, so that what the wall clock was slewed in between is known.
 */
export interface Clock {
  /** CLOCK_MONOTONIC at the story's beginning, in nanoseconds. */
  readonly epoch: bigint
  /** The story begins now: every fact is dated from here. */
  begin(): void
  now(): Milliseconds
  /** From CLOCK_MONOTONIC in nanoseconds, as tracefs and hrtime count it. */
  fromMonotonic(nanoseconds: bigint): Milliseconds
  /** From CLOCK_REALTIME in nanoseconds, as a capture carries it. */
  fromRealtime(nanoseconds: bigint): Milliseconds
  /** How far a converted capture time may be off by now: the error of both measurements and the drift between them. */
  realtimeError(): Milliseconds
}

/** Reads CLOCK_REALTIME, in nanoseconds. */
export type Wall = () => bigint

export function startClock(wall: Wall): Clock {
  let epoch = process.hrtime.bigint()
  const start = offsetOf({ wall, monotonic: process.hrtime.bigint })
  return {
    get epoch() {
      return epoch
    },
    begin() {
      epoch = process.hrtime.bigint()
    },
    now: () => ms(Number(process.hrtime.bigint() - epoch) / 1e6),
    fromMonotonic: (nanoseconds) => ms(Number(nanoseconds - epoch) / 1e6),
    fromRealtime: (nanoseconds) => ms(Number(nanoseconds - start.offset - epoch) / 1e6),
    realtimeError() {
      const end = offsetOf({ wall, monotonic: process.hrtime.bigint })
      const drift = end.offset - start.offset
      return ms(Number(start.error + end.error + (drift < 0n ? -drift : drift)) / 1e6)
    },
  }
}

/** So often both clocks are read, for the first times are slow, and where this process loses the CPU in between says little. */
const readings = 20

/** CLOCK_REALTIME minus CLOCK_MONOTONIC: the true offset lies in [offset, offset + error], wherever this process lost the CPU. */
export function offsetOf(clocks: { readonly wall: Wall; monotonic(): bigint }): { offset: bigint; error: bigint } {
  const read = (): { offset: bigint; error: bigint } => {
    const before = clocks.monotonic()
    const wall = clocks.wall()
    const after = clocks.monotonic()
    return { offset: wall - after, error: after - before }
  }
  return Array.from({ length: readings }, read).reduce((best, next) => (next.error < best.error ? next : best))
}
