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
    fromMonotonic: (nanoseconds) => ms(Number(nanoseconds - epoch) / 1e6),
    fromRealtime: (nanoseconds) => ms(Number(nanoseconds - start.offset - epoch) / 1e6),
    realtimeError() {
      const end = measureOffset()
      const drift = end.offset - start.offset
      return ms(Number(start.error + end.error + (drift < 0n ? -drift : drift)) / 1e6)
    },
  }
}

/** Good enough to tell a segment from the state that it makes; beyond this no better edge is waited for. */
const goodEnough = 10_000n
const longest = 200_000_000n

/**
 * CLOCK_REALTIME minus CLOCK_MONOTONIC. Date.now() is the only wall clock that Node offers and counts whole
 * milliseconds, so wait for it to tick and read the monotonic clock on both sides of the tick. On a busy machine the
 * tick often falls where this process has lost the CPU: then the edge is wide, and another one is waited for.
 */
function measureOffset(): { offset: bigint; error: bigint } {
  const begun = process.hrtime.bigint()
  let best = edge()
  while (best.error > goodEnough && process.hrtime.bigint() - begun < longest) {
    const next = edge()
    if (next.error < best.error) best = next
  }
  return best
}

/** The two clocks; a test may put others in their place. */
interface Clocks {
  /** Whole milliseconds of CLOCK_REALTIME. */
  wall(): number
  /** CLOCK_MONOTONIC in nanoseconds. */
  monotonic(): bigint
}

const ours: Clocks = { wall: Date.now, monotonic: process.hrtime.bigint }

/** Waits for the wall clock to tick; the true offset lies in [offset, offset + error], wherever this process lost the CPU. */
export function edge({ wall, monotonic }: Clocks = ours): { offset: bigint; error: bigint } {
  // The tick comes after a look that did not show it, so after the moment read before that look, and before the one read now.
  let before = monotonic()
  const begin = wall()
  for (;;) {
    const between = monotonic()
    const now = wall()
    if (now !== begin) {
      const after = monotonic()
      return { offset: BigInt(now) * 1_000_000n - after, error: after - before }
    }
    before = between
  }
}
