import { describe, expect, it } from 'vitest'
import { systemCallFilter } from '../../src/system/system-calls.ts'

// What the kernel makes of it is tried in sandbox.test.ts.
describe('a filter of system calls', () => {
  it.each(['x64', 'arm64'])('jumps nowhere but forward, within itself, and ends in an answer (%s)', (architecture) => {
    const bytes = systemCallFilter(architecture) ?? Buffer.alloc(0)
    const count = bytes.length / 8
    expect(count).toBeGreaterThan(20)
    for (let index = 0; index < count; index++) {
      const [then, otherwise] = [bytes.readUInt8(8 * index + 2), bytes.readUInt8(8 * index + 3)]
      const isAnswer = bytes.readUInt16LE(8 * index) === 6
      if (!isAnswer) expect(index + 1 + Math.max(then, otherwise)).toBeLessThan(count)
    }
    expect(bytes.readUInt16LE(8 * (count - 1))).toBe(6)
  })
  it('is none for a machine whose numbers nobody has written down', () =>
    expect(systemCallFilter('s390x')).toBeUndefined())
})
