import { execFileSync } from 'node:child_process'
import { appendFileSync, closeSync, constants, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BlindCause } from '../../src/evidence/blind.ts'
import { startReader } from '../../src/witness/trace/reading.ts'
import { bytes } from '../fixtures.ts'

const layout = { size: 4096, timestamp: 0, commit: 8, data: 16 }
const page = bytes('trace/pages.bin').subarray(0, layout.size)

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reading-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Notes what the reader tells: the CPU of each page, and why nothing is known. */
function notes() {
  const heard: Array<number | BlindCause> = []
  const teller = {
    page: (cpu: number, page: Buffer) => void heard.push(cpu, page.length),
    blind: (cause: BlindCause) => void heard.push(cause),
  }
  return { heard, teller }
}

/** A pipe that is empty to whoever does not wait, as the trace's own is. */
function pipe(name: string): { path: string; file: number } {
  const path = join(folder, name)
  execFileSync('mkfifo', [path])
  return { path, file: openSync(path, constants.O_RDWR | constants.O_NONBLOCK) }
}

describe('who reads the trace', () => {
  it('has handed over every page that was there when it was asked', () => {
    const [first, second] = [pipe('cpu0'), pipe('cpu1')]
    const { heard, teller } = notes()
    const reader = startReader([first.path, second.path], layout, teller)
    writeSync(first.file, page)
    reader.drain()
    writeSync(second.file, page)
    writeSync(second.file, page)
    reader.drain()
    expect(heard).toEqual([0, 4096, 1, 4096, 1, 4096])
    reader.stop()
    expect(heard).toHaveLength(6)
    for (const { file } of [first, second]) closeSync(file)
  })

  it('that cannot read is blind, when it finds that and again when the story ends', () => {
    const { heard, teller } = notes()
    appendFileSync(join(folder, 'file'), '')
    const reader = startReader([folder], layout, teller)
    reader.drain()
    expect(heard.length).toBeGreaterThanOrEqual(2)
    for (const cause of heard)
      expect(cause).toEqual({ is: 'read no more', error: 'EISDIR: illegal operation on a directory, read' })
    reader.stop()
  })

  it('that does not even begin is blind', () => {
    const { heard, teller } = notes()
    const reader = startReader([join(folder, 'nothing')], layout, teller)
    reader.drain()
    expect(heard[0]).toMatchObject({ is: 'read no more', error: expect.stringMatching(/^ENOENT/) })
    reader.stop()
  })
})
