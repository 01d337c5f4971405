import { PassThrough } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { eachLine } from '../../src/program/launch.ts'

/** What is taken of a program that prints this, in chunks. */
async function taken(...chunks: readonly Buffer[]): Promise<string[]> {
  const stream = new PassThrough()
  const lines: string[] = []
  const { flush } = eachLine(stream, (line) => lines.push(line))
  for (const chunk of chunks) {
    if (!stream.write(chunk)) await new Promise((resolve) => stream.once('drain', resolve))
  }
  await setTimeout(100)
  flush()
  return lines
}

describe('what a program prints', () => {
  it('is taken line by line, however it comes, and a last line without its end too', async () => {
    expect(await taken(Buffer.from('one\ntw'), Buffer.from('o\n\nthree'))).toEqual(['one', 'two', 'three'])
  })
  it('may have its characters cut in two', async () => {
    const bytes = Buffer.from('grün\n')
    expect(await taken(bytes.subarray(0, 3), bytes.subarray(3))).toEqual(['grün'])
  })
  it('is cut where a line has no end', async () => {
    const [line] = await taken(Buffer.alloc(100_000, 'x'))
    expect(line).toHaveLength(65_536)
  })
  it('is recorded up to so many lines, and the record says so', async () => {
    const lines = await taken(Buffer.from('x\n'.repeat(12_000)))
    expect(lines).toHaveLength(10_000)
    expect(lines.at(-1)).toBe('(more than 10000 lines: the rest is not recorded)')
  })
})
