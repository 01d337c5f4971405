import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Ended, lab, project } from '../labs/cli.ts'

const text = readFileSync(join(project, 'docs', 'writing-a-lab.md'), 'utf8')
/** The files that the tutorial shows whole: each block of code that has a name. */
const files = [...text.matchAll(/^```ts cut-line\/(\S+)\n([\s\S]*?)^```$/gm)]

describe('the lab that docs/writing-a-lab.md makes', { timeout: 120_000 }, () => {
  const place = mkdtempSync(join(tmpdir(), 'tcp-labs-tutorial-'))
  const folder = join(place, 'my-labs', 'cut-line')
  afterAll(() => rmSync(place, { recursive: true }))
  const typed = (...args: readonly string[]): Promise<Ended> =>
    lab(args, { cwd: place, env: { TCP_LABS_RUNS: join(place, 'runs') } })
  beforeAll(async () => {
    await typed('new', './my-labs/cut-line')
    for (const [, name = '', code = ''] of files) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), code)
    }
  })

  it('is shown whole', () =>
    expect(files.map(([, name]) => name).sort()).toEqual(['lab.ts', 'server.ts', 'twins/deaf.ts']))

  it('has types that are right', async () => {
    const { exitCode, all } = await execa('npx', ['tsc'], { cwd: folder, reject: false, all: true })
    expect(exitCode, all).toBe(0)
  })

  it.each(['--verbose', '--ipv6'])('passes with %s', async (option) => {
    const { status, stdout } = await typed('run', './my-labs/cut-line', option)
    expect(status, stdout).toBe(0)
  })

  it.each(['never-cut', 'deaf', 'client-is-killed'])('fails its twin %s in all that it names', async (twin) => {
    const { status, stdout } = await typed('run', './my-labs/cut-line', '--twin', twin)
    expect(status, stdout).toBe(1)
    expect(stdout).toContain('this twin is meant to break, and breaks')
    expect(stdout).not.toContain('does not break')
  })
})
