import { type Evidence, factsOf } from '../evidence.ts'
import { type Milliseconds, ms } from '../tcp.ts'
import { journeysOf } from './journeys.ts'

/** How late this machine was in the run, at worst. */
export const latenessOf = (evidence: Evidence): Milliseconds =>
  ms(Math.max(0, ...factsOf(evidence, 'lateness').map(({ worst }) => worst)))

/**
 * The least time after which a kernel sends a segment again (TCP_RTO_MIN, include/net/tcp.h). A machine that is later than
 * this lets timers fire between two acts of a story, and what comes of it is no fault of the program's.
 */
const leastTimeout = 200

/** By how much the machine was later than a story bears; undefined when it was in time. */
export function isLate(evidence: Evidence): Milliseconds | undefined {
  const late = Math.max(latenessOf(evidence), heldTooLong(evidence))
  return late > leastTimeout ? ms(late) : undefined
}

/**
 * How long a segment was held in the router, where meanwhile something was sent again: the drive, which waits for slow
 * witnesses before it releases, was overtaken by a timer.
 */
function heldTooLong(evidence: Evidence): number {
  if (!factsOf(evidence, 'fault').some(({ verb, deed }) => verb === 'hold' && deed === 'released')) return 0
  const journeys = journeysOf(evidence)
  const repeats = journeys.filter(({ repeats, isCopy }) => repeats !== undefined && !isCopy)
  const held = journeys.flatMap(({ sent, arrived }) => (arrived ? [{ from: sent.at, until: arrived.at }] : []))
  const overtaken = held.filter(({ from, until }) => repeats.some(({ sent }) => sent.at > from && sent.at <= until))
  return Math.max(0, ...overtaken.map(({ from, until }) => until - from))
}
