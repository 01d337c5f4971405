import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, describe, expect, it } from 'vitest'
import { project } from '../labs/cli.ts'

const generate = (folder: string, ...args: readonly string[]) =>
  execa(process.execPath, ['scripts/lab-reference.ts', ...args], { cwd: folder, reject: false })

describe('docs/lab-reference.md', () => {
  const place = mkdtempSync(join(tmpdir(), 'tcp-labs-reference-'))
  afterAll(() => rmSync(place, { recursive: true }))

  it('is what the docstrings say', async () => {
    const { exitCode, stderr } = await generate(project, '--check')
    expect(exitCode, stderr).toBe(0)
  })

  it('has all that labs and programs import of us', async () => {
    const reference = readFileSync(join(project, 'docs', 'lab-reference.md'), 'utf8')
    const [lab, program, peer, dns] = await Promise.all([
      import('../../src/lab.ts'),
      import('../../src/program.ts'),
      import('../../src/peer.ts'),
      import('../../src/dns.ts'),
    ])
    // Those of `lab` that are not for labs: the catalogue has them from there.
    const others = ['words', 'chapters']
    const names = [lab, program, peer, dns]
      .flatMap((each) => Object.keys(each))
      .filter((name) => !others.includes(name))
    expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(reference))).toEqual([])
  })

  it('is stale when a docstring has changed, and is not written when one is missing', async () => {
    for (const name of ['src', 'labs', 'scripts', 'docs', 'test', 'tsconfig.json', 'package.json', 'vitest.config.ts'])
      cpSync(join(project, name), join(place, name), { recursive: true })
    symlinkSync(join(project, 'node_modules'), join(place, 'node_modules'))
    mkdirSync(join(place, 'runs'))
    const file = join(place, 'src', 'claims', 'end-words.ts')
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, text.replace('/** Is never in the state. */', '/** Is not in the state, ever. */'))
    expect(await generate(place, '--check')).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('is stale') })
    writeFileSync(file, text.replace('/** Is never in the state. */', ''))
    expect(await generate(place)).toMatchObject({
      exitCode: 1,
      stderr: 'no docstring: src/claims/end-words.ts: EndClaims.never',
    })
  })
})

describe('docs/state-diagram.md', () => {
  it('is what the diagram and the labs are', async () => {
    const { exitCode, stderr } = await execa(process.execPath, ['scripts/state-diagram.ts', '--check'], {
      cwd: project,
      reject: false,
    })
    expect(exitCode, stderr).toBe(0)
  })
})
