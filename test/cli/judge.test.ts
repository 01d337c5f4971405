import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fixture } from '../fixtures.ts'
import { lab, project } from '../labs/cli.ts'
import { played, runsOfAll } from '../labs/played.ts'
import { makeUsersCopy, type UsersCopy } from '../labs/user.ts'

const scratch = mkdtempSync(join(tmpdir(), 'tcp-labs-judge-'))
let user: UsersCopy
beforeAll(() => {
  user = makeUsersCopy()
})
afterAll(() => {
  rmSync(scratch, { recursive: true })
  user.remove()
})

const verdictIn = (folder: string): { status: number } =>
  JSON.parse(readFileSync(join(folder, 'verdict.json'), 'utf8')) as { status: number }

const look = (folder: string): unknown =>
  readdirSync(folder).map((name) => {
    const { size, mtimeMs } = statSync(join(folder, name))
    return { name, size, mtimeMs }
  })

const runs: Array<{ what: string; twin?: string; variant?: string; status: number; folder: string }> = [
  { what: 'a run that passed', status: 0, folder: '' },
  { what: "a twin's run, which failed", twin: 'syn-is-lost', status: 1, folder: '' },
  { what: "a variant's run", variant: 'loopback', status: 0, folder: '' },
]
const replaced = { what: "a run with the user's own server", status: 0, folder: '' }

beforeAll(async () => {
  for (const run of runs) run.folder = (await played({ lab: 'handshake', ...run, family: 'IPv4' })).folder
  const server = `${process.execPath} labs/handshake/server.ts`
  const { stdout } = await lab(['run', 'handshake', '--json', '--server', server])
  replaced.folder = (JSON.parse(stdout) as { record: string }).record
}, 900_000)

describe('judge comes to the verdict and the status that the run itself came to', { timeout: 30_000 }, () => {
  for (const run of [...runs, replaced]) {
    it(run.what, async () => {
      const written = verdictIn(run.folder)
      const before = look(run.folder)
      const { status, stdout } = await lab(['judge', run.folder, '--json'])
      expect(JSON.parse(stdout)).toEqual(written)
      expect(status).toBe(written.status)
      expect(status).toBe(run.status)
      expect(look(run.folder)).toEqual(before)
    })

    it(`${run.what}, as an ordinary user`, async () => {
      const copy = join(user.folder, 'runs', 'handed-on', basename(run.folder))
      cpSync(run.folder, copy, { recursive: true })
      const { status, stdout } = await user.lab(['judge', copy, '--json'])
      expect(JSON.parse(stdout)).toEqual(verdictIn(run.folder))
      expect(status).toBe(run.status)
    })
  }

  it('for people, it lists the claims and no ladder', async () => {
    const { status, stdout } = await lab(['judge', runs[0]?.folder ?? ''])
    expect(status).toBe(0)
    expect(stdout).toMatch(/✔ client passes SYN-SENT → ESTABLISHED/)
    expect(stdout).toMatch(/^pass: /m)
    expect(stdout).not.toContain('──▶')
  })

  it('judges the record and not the verdict that lies beside it', async () => {
    const copy = join(scratch, 'altered')
    cpSync(runs[0]?.folder ?? '', copy, { recursive: true })
    const file = join(copy, 'evidence.jsonl')
    const lines = readFileSync(file, 'utf8').split('\n')
    writeFileSync(file, lines.filter((line) => !line.includes('"flags":"S."')).join('\n'))
    // What the captures lack, the kernel's counters have.
    expect((await lab(['judge', copy])).status).toBe(2)
  })
})

describe('show', { timeout: 30_000 }, () => {
  it('draws the ladder of a past run within 80 columns', async () => {
    const { status, stdout } = await lab(['show', runs[0]?.folder ?? ''])
    expect(status).toBe(0)
    expect(stdout).toContain('── S  0:0(0) ──')
    expect(stdout).not.toContain('✔')
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  })

  it('prints the whole record as JSON', async () => {
    const { stdout } = await lab(['show', runs[0]?.folder ?? '', '--json'])
    const evidence = JSON.parse(stdout) as { setting: { lab: string }; facts: unknown[] }
    expect(evidence.setting.lab).toBe('handshake')
    expect(evidence.facts.length).toBeGreaterThan(0)
  })
})

describe.concurrent('a folder without a record ends with status 64', { timeout: 30_000 }, () => {
  const folderWith = (name: string, text: string): string => {
    const folder = mkdtempSync(join(scratch, 'none-'))
    writeFileSync(join(folder, name), text)
    return folder
  }
  const linkTo = (target: string): string => {
    const folder = mkdtempSync(join(scratch, 'none-'))
    symlinkSync(target, join(folder, 'evidence.jsonl'))
    return folder
  }
  const cases: ReadonlyArray<readonly [string, () => string, RegExp]> = [
    ['that is not there', () => join(scratch, 'nowhere'), /there is no folder .*nowhere/],
    ['that is a file', () => join(project, 'package.json'), /package.json is a file/],
    [
      'that holds other things',
      () => folderWith('wire.pcap', ''),
      /looked for .*evidence\.jsonl, but .* holds wire.pcap/,
    ],
    ['of another version', () => folderWith('evidence.jsonl', '{"version":99}\n'), /version 99.*reads version 2/],
    ['whose record never begins', () => linkTo('/dev/zero'), /cannot be read: it is no ordinary file/],
    ['that is empty', () => folderWith('evidence.jsonl', ''), /cannot be read/],
    ['that was cut off', () => folderWith('evidence.jsonl', '{"version":2,"lab":"hand'), /cannot be read/],
    [
      'of a lab that is gone',
      () =>
        folderWith('evidence.jsonl', fixture('runs/handshake/evidence.jsonl').replace('"handshake"', '"hand-shake"')),
      /no lab 'hand-shake'; did you mean handshake/,
    ],
  ]
  for (const [what, folder, says] of cases) {
    it(`${what}`, async ({ expect }) => {
      const { status, stdout, stderr } = await lab(['judge', folder()])
      expect(stderr).toMatch(says)
      expect({ status, stdout }).toEqual({ status: 64, stdout: '' })
    })
  }

  it('and it lists the records there are', async ({ expect }) => {
    const { stderr } = await lab(['show', 'nowhere'], { env: { TCP_LABS_RUNS: runsOfAll() } })
    expect(stderr).toMatch(/latest first:\n\s+\S+\/[a-z-]+\/\d{4}-/)
  })
})
