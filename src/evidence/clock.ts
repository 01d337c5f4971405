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
  /** From CLOCK_MONOTONIC in seconds, as tracefs prints it. */
  fromMonotonic(seconds: number): Milliseconds
  /** From CLOCK_REALTIME in nanoseconds, as a capture carries it. */
  fromRealtime(nanoseconds: bigint): Milliseconds
  /** How far a converted capture time may be off by now: the error of both measurements and the drift between them. */
  realtimeError(): Milliseconds
}

export function startClock(): Clock {
  let epoch = process.hrtime.bigint()
  const start = measureOffset()
  return {
    get epoch() {
      return epoch
    },
    begin() {
      epoch = process.hrtime.bigint()
    },
    now: () => ms(Number(process.hrtime.bigint() - epoch) / 1e6),
    fromMonotonic: (seconds) => ms(seconds * 1e3 - Number(epoch) / 1e6),
    fromRealtime: (nanoseconds) => ms(Number(nanoseconds - start.offset - epoch) / 1e6),
    realtimeError() {
      const end = measureOffset()
      const drift = end.offset - start.offset
      return ms(Number(start.error + end.error + (drift < 0n ? -drift : drift)) / 1e6)
    },
  }
}

/**
 * CLOCK_REALTIME minus CLOCK_MONOTONIC. Date.now() is the only wall clock that Node offers and counts whole
 * milliseconds, so wait for it to tick and read the monotonic clock on both sides of the tick; the narrowest of three
 * such edges, for the process may lose the CPU in one of them.
 */
function measureOffset(): { offset: bigint; error: bigint } {
  const edges = [edge(), edge(), edge()]
  return edges.reduce((best, next) => (next.error < best.error ? next : best))
}

function edge(): { offset: bigint; error: bigint } {
  const begin = Date.now()
  let before = process.hrtime.bigint()
  for (;;) {
    const wall = Date.now()
    const after = process.hrtime.bigint()
    if (wall !== begin) return { offset: BigInt(wall) * 1_000_000n - after, error: after - before }
    before = after
  }
}
