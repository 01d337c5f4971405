import { type Evidence, factsOf } from '../evidence.ts'
import { granularity, type Milliseconds, ms } from '../tcp.ts'

/** Between what and what a kernel timer may fire, counted from when it was set. */
export interface Bounds {
  readonly earliest: Milliseconds
  readonly latest: Milliseconds
  /** How late this machine was in the run, at worst; `latest` allows for it. */
  readonly lateness: Milliseconds
}

/**
 * A timer of the kernel never fires early; it may fire late by its wheel's granularity (see `granularity`), and this
 * machine may be late by what was measured in the run.
 *
 * @param uncertainty how much longer than `delay` the timer may have been set for, where the kernel derives it from a
 *   measured round trip
 */
export function boundsOf(evidence: Evidence, delay: Milliseconds, uncertainty = ms(0)): Bounds {
  const { hz } = evidence.setting
  const lateness = ms(Math.max(0, ...factsOf(evidence, 'lateness').map(({ worst }) => worst)))
  // The kernel counts in ticks: a delay set within a tick may seem up to one tick short.
  const tick = 1000 / hz
  const longest = ms(delay + uncertainty)
  return { earliest: ms(delay - tick), latest: ms(longest + granularity(longest, hz) + lateness), lateness }
}
