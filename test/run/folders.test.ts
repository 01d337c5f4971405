import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { project } from '../labs/cli.ts'

const scratch = mkdtempSync(join(tmpdir(), 'tcp-labs-folders-'))
afterAll(() => rmSync(scratch, { recursive: true }))

/** Makes folders of so many runs at once, where no folder of any run has been, and returns how many came of it. */
function made(runs: string, count: number): number {
  const program = `
    const { newRunFolder } = await import(${JSON.stringify(join(project, 'src/run/folders.ts'))})
    const folders = await Promise.all(Array.from({ length: ${count} }, () => newRunFolder('handshake')))
    console.log(new Set(folders).size)`
  const env = { ...process.env, TCP_LABS_RUNS: runs }
  const args = ['--input-type=module', '--eval', program]
  return Number(execFileSync(process.execPath, args, { env, timeout: 10_000, stdio: ['ignore', 'pipe', 'ignore'] }))
}

describe("a run's folder", () => {
  it('is its own, though many are made at once where there was none', () => {
    expect(made(join(scratch, 'deep', 'runs'), 8)).toBe(8)
  })
  it('cannot be made in a file, nor where the kernel knows of no folders, and that is said at once', () => {
    writeFileSync(join(scratch, 'file'), '')
    expect(() => made(join(scratch, 'file'), 1)).toThrow(/Command failed/)
    expect(() => made('/proc/nowhere', 1)).toThrow(/Command failed/)
  })
})
