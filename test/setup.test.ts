import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { locate } from '../src/system/tools.ts'
import { project } from './labs/cli.ts'

/** What the script itself is made with; neither apt nor anything that a lab needs. */
const basics = ['bash', 'env', 'dirname', 'uname', 'mktemp', 'rm', 'sed', 'sort', 'paste', 'chown']

const folder = mkdtempSync(join(tmpdir(), 'tcp-labs-path-'))
for (const tool of basics) symlinkSync(locate(tool) ?? tool, join(folder, tool))
afterAll(() => rmSync(folder, { recursive: true }))

describe('scripts/setup.sh', () => {
  it('names the commands that a machine without apt must bring, with their Debian packages, and ends', () => {
    const { status, stdout, stderr } = spawnSync(join(project, 'scripts/setup.sh'), {
      env: { PATH: folder },
      encoding: 'utf8',
    })
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toMatch(/no apt: install by its own means what brings .*\bss\b.*\bnode\b/)
    expect(stderr).toMatch(/\(on Debian that is .*\bg\+\+ .*\biproute2\b.*\bnodejs\b.*\), and run this script again/)
  })
})
