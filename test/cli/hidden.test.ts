import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, describe, expect, it } from 'vitest'
import { lab, project } from '../labs/cli.ts'

const runs = mkdtempSync(join(tmpdir(), 'tcp-labs-runs-'))
afterAll(() => rmSync(runs, { recursive: true }))

describe('what only this program says to itself', { timeout: 30_000 }, () => {
  it.each([
    ['--inside', ['--inside', '3', 'run', 'handshake']],
    ['--inside with a record', ['--inside', '3', '--record', runs, 'run', 'handshake']],
  ])('%s, typed by hand, is wrong usage, and nothing is mounted', async (_what, args) => {
    // In namespaces that go with it, though not as their process 1: should it not refuse, it is this that it spoils.
    const harmless = process.getuid?.() === 0 ? ['unshare', '--mount', '--net'] : ['env']
    const command = [...harmless, process.execPath, join(project, 'src', 'cli.ts'), ...args]
    const { exitCode, stdout, stderr } = await execa(command[0] ?? '', command.slice(1), { reject: false })
    expect(stderr).toMatch(/--inside is for this program alone/)
    expect({ exitCode, stdout }).toEqual({ exitCode: 64, stdout: '' })
  })
})

describe('records that cannot be read', { timeout: 30_000 }, () => {
  const put = (name: string, text: string): void => {
    const folder = join(runs, 'close-wait', name)
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'verdict.json'), text)
  }

  it.each([['claims'], ['coverage']])('are passed over by %s, which names them', async (command) => {
    put('2026-01-01T00.00.00.000Z', '{"version": 1, "lab": "clo')
    put('2026-01-02T00.00.00.000Z', 'null')
    put('2026-01-03T00.00.00.000Z', '{"version": 1, "lab": "listen", "verdict": "pass", "status": 0, "claims": []}')
    const { status, stderr, stdout } = await lab([command], { env: { TCP_LABS_RUNS: runs } })
    expect(status).toBe(0)
    expect(stdout).not.toBe('')
    for (const day of [1, 2, 3]) expect(stderr).toMatch(new RegExp(`skipping .*2026-01-0${day}T`))
  })
})
