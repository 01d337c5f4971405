import { chownSync, cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { project } from './cli.ts'

const nobody = 65534

/** Root's tests become an ordinary user in a copy of the checkout; an ordinary user's tests are one already. */
const asRoot = process.getuid?.() === 0

describe.concurrent('an ordinary user', { timeout: 60_000 }, () => {
  let copy = project
  beforeAll(() => {
    if (!asRoot) return
    copy = mkdtempSync(join(tmpdir(), 'tcp-labs-user-'))
    for (const name of ['src', 'labs', 'package.json'])
      cpSync(join(project, name), join(copy, name), { recursive: true })
    symlinkSync(join(project, 'node_modules'), join(copy, 'node_modules'))
    chownSync(copy, nobody, nobody)
  })
  afterAll(() => asRoot && rmSync(copy, { recursive: true }))

  const run = (...args: string[]) =>
    execa(process.execPath, [join(copy, 'src', 'cli.ts'), 'run', ...args], {
      cwd: copy,
      reject: false,
      stdin: 'ignore',
      env: { TCP_LABS_SUDO: '', HOME: copy },
      ...(asRoot ? { uid: nobody, gid: nobody } : {}),
    })

  for (const name of ['handshake', 'close-wait']) {
    it(`passes ${name} and is told that tracepoints are missing`, async () => {
      const { exitCode, stdout } = await run(name)
      expect(stdout).toContain("without the witness 'kernel'")
      expect(stdout).toContain('pass: ')
      expect(exitCode).toBe(0)
    })
  }

  it('fails where root fails', async () => {
    expect((await run('close-wait', '--twin', 'server-closes')).exitCode).toBe(1)
  })
})
