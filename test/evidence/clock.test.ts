import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { offsetOf } from '../../src/evidence/clock.ts'

/** Clocks of a process that loses the CPU for these many nanoseconds, one after the other, between its looks at them. */
function clocks(stolen: readonly number[], offset: bigint) {
  let time = 1_000_000_000n
  let reads = 0
  const pass = (): bigint => {
    time += BigInt(stolen[reads++] ?? 100)
    return time
  }
  return { monotonic: pass, wall: () => pass() + offset }
}

describe('the offset of the wall clock', () => {
  it('lies within its error, wherever the process loses the CPU', () => {
    const pauses = fc.array(fc.oneof(fc.nat(2000), fc.nat(5_000_000)), { minLength: 4, maxLength: 400 })
    fc.assert(
      fc.property(pauses, fc.bigInt(0n, 1n << 60n), (stolen, offset) => {
        const found = offsetOf(clocks(stolen, offset))
        expect(found.offset).toBeLessThanOrEqual(offset)
        expect(found.offset + found.error).toBeGreaterThanOrEqual(offset)
      }),
    )
  })
})
