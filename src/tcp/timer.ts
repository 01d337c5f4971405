import { type Milliseconds, ms } from './time.ts'

/**
 * How late the kernel's timer wheel may fire a timer of this delay: one tick of the wheel's level (kernel/time/timer.c:
 * levels of 64 buckets, the first 63 slots reachable, each level 8 times as coarse as the one before). Never early.
 *
 * @param hz ticks a second of the kernel, CONFIG_HZ
 */
export function granularity(delay: Milliseconds, hz: number): Milliseconds {
  const tick = 1000 / hz
  let level = 0
  while (delay / tick >= 63 * 8 ** level && level < 8) level++
  // The delay itself is rounded up to a tick before it is put in the wheel, which adds that one at every level.
  return ms(tick * 8 ** level + tick)
}
