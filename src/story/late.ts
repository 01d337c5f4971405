import { type Evidence, factsOf } from '../evidence.ts'
import { type Milliseconds, ms } from '../tcp.ts'
import { transitsOf } from './transits.ts'

/** How late this machine was in the run, at worst. */
export const latenessOf = (evidence: Evidence): Milliseconds =>
  ms(Math.max(0, ...factsOf(evidence, 'lateness').map(({ worst }) => worst)))

/** The kernel's kernelTimers that tell a machine in time from one that is late. */
export const kernelTimers = {
  /** An ACK that waits for data to ride on leaves alone after this (TCP_DELACK_MIN, include/net/tcp.h). */
  delayedAck: ms(40),
  /** What nobody acknowledges is sent again after this, at the earliest (TCP_RTO_MIN). */
  retransmission: ms(200),
  /** A SYN, or a SYN+ACK, is sent again after this (RFC 6298 section 2): beyond it another story may be told. */
  opening: ms(1000),
  /** No timer can have done it, however late the machine was. */
  none: ms(Number.POSITIVE_INFINITY),
}

/**
 * A story waits for what the kernel shows, and its kernels answer each other however late its programs are: where no timer is
 * concerned it bears a machine that is late by a good part of what a SYN waits (a second, RFC 6298).
 */
const borne = ms(500)

/**
 * By how much the machine was later than a story bears; undefined when it was in time.
 *
 * @param timer the kernel's timer that would have had to fire, where one is known
 */
export function isLate(evidence: Evidence, timer?: Milliseconds): Milliseconds | undefined {
  const late = latenessOf(evidence)
  // Some stories hold a segment until it is sent again: only of what a timer has brought about it tells that we were late.
  const held = timer === undefined || timer > kernelTimers.retransmission ? 0 : heldTooLong(evidence)
  return late > (timer ?? borne) || held > kernelTimers.retransmission ? ms(Math.max(late, held)) : undefined
}

/**
 * How long a segment was held in the router, where meanwhile something was sent again: the drive, which waits for slow
 * witnesses before it releases, was overtaken by a timer.
 */
function heldTooLong(evidence: Evidence): number {
  if (!factsOf(evidence, 'fault').some(({ verb, deed }) => verb === 'hold' && deed === 'released')) return 0
  const transits = transitsOf(evidence)
  const repeats = transits.filter(({ repeats, isCopy }) => repeats !== undefined && !isCopy)
  const held = transits.flatMap(({ sent, arrived }) => (arrived ? [{ from: sent.at, until: arrived.at }] : []))
  const overtaken = held.filter(({ from, until }) => repeats.some(({ sent }) => sent.at > from && sent.at <= until))
  return Math.max(0, ...overtaken.map(({ from, until }) => until - from))
}
