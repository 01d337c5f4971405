import type { Evidence } from '../evidence.ts'
import { latenessOf } from '../story/late.ts'
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
function boundsOf(evidence: Evidence, delay: Milliseconds, uncertainty = ms(0)): Bounds {
  const { hz } = evidence.setting
  const lateness = latenessOf(evidence)
  // The kernel counts in ticks: a delay set within a tick may seem up to one tick short.
  const tick = 1000 / hz
  const longest = ms(delay + uncertainty)
  return { earliest: ms(delay - tick), latest: ms(longest + granularity(longest, hz) + lateness), lateness }
}

/**
 * The bounds of a kernel timer that is set again each time it fires, one after the other. The first delay is the RTO, which
 * the kernel derives from the measured round trip (RFC 6298), so that it may be up to two ticks longer than its least
 * value; what is doubled later doubles that too.
 */
export function boundsOfEach(evidence: Evidence, delays: readonly Milliseconds[]): Bounds[] {
  const [first = ms(1)] = delays
  const ticks = 2000 / evidence.setting.hz
  return delays.map((delay) => boundsOf(evidence, delay, ms((ticks * delay) / first)))
}

/** The bounds of the whole time that they take. */
export function boundsOfSum(evidence: Evidence, delays: readonly Milliseconds[]): Bounds {
  const [single] = delays
  if (delays.length === 1 && single !== undefined) return boundsOf(evidence, single)
  const each = boundsOfEach(evidence, delays)
  const lateness = each[0]?.lateness ?? ms(0)
  return {
    earliest: ms(each.reduce((sum, { earliest }) => sum + earliest, 0)),
    // The machine's own lateness is that of whoever looks, once.
    latest: ms(each.reduce((sum, { latest }) => sum + latest - lateness, 0) + lateness),
    lateness,
  }
}
