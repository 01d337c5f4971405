import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { castLab } from '../../src/catalogue.ts'
import { widthOf } from '../../src/report/width.ts'
import { judgeRun } from '../../src/run/judge.ts'
import { writeVerdict } from '../../src/run/verdict-file.ts'
import { recorded } from '../fixtures.ts'
import { lab, project } from '../labs/cli.ts'

const scratch = mkdtempSync(join(tmpdir(), 'tcp-labs-past-'))
afterAll(() => rmSync(scratch, { recursive: true }))
const runs = join(scratch, 'runs')
const env = { TCP_LABS_RUNS: runs }

/** Puts a recorded run where runs go, as the latest of its lab. */
async function place(name: string): Promise<string> {
  const { lab: of, variant, twin } = recorded(name).setting
  const folder = join(runs, of, '2026-01-01T00.00.00.000Z')
  mkdirSync(join(runs, of), { recursive: true })
  cpSync(join(project, 'test', 'fixtures', 'runs', name), folder, { recursive: true })
  writeVerdict(folder, judgeRun(await castLab(of, variant, twin), recorded(name)).file)
  symlinkSync('2026-01-01T00.00.00.000Z', join(runs, of, 'latest'))
  return folder
}

let closeWait = ''
beforeAll(async () => {
  closeWait = await place('close-wait')
})

describe('a lab in the place of a folder', { timeout: 60_000 }, () => {
  it('is the latest run of it, to show and to judge', async () => {
    const byName = await lab(['show', 'close-wait'], { env })
    expect(byName).toEqual(await lab(['show', closeWait], { env }))
    expect(byName.stdout).toContain('CLOSE-WAIT')
    const judged = await lab(['judge', 'close-wait', '--json'], { env })
    expect(JSON.parse(judged.stdout)).toMatchObject({ lab: 'close-wait', verdict: 'pass' })
    expect(judged.status).toBe(0)
  })

  it.each([
    ['listen', /listen has not been played here yet: npm run lab:listen/],
    [
      'close-wait/destroy',
      /close-wait\/destroy has not been played here yet: npm run lab:close-wait -- --variant destroy/,
    ],
    ['close-wiat', /no lab of that name; did you mean close-wait/],
  ])('that has no run ends with status 64 and says what to do: %s', async (given, says) => {
    const { status, stdout, stderr } = await lab(['show', given], { env })
    expect(stderr).toMatch(says)
    expect({ status, stdout }).toEqual({ status: 64, stdout: '' })
  })
})

describe('--report of a past run', { timeout: 60_000 }, () => {
  it.each(['judge', 'show'])('is what %s writes besides what it prints', async (command) => {
    const [xml, json, tap] = ['xml', 'json', 'tap'].map((name) => join(scratch, `${command}.${name}`)) as [
      string,
      string,
      string,
    ]
    const reports = [`junit=${xml}`, `gradescope=${json}`, `tap=${tap}`].flatMap((each) => ['--report', each])
    const { status, stdout } = await lab([command, closeWait, ...reports], { env })
    expect(status).toBe(0)
    expect(stdout).toBe((await lab([command, closeWait], { env })).stdout)
    expect(readFileSync(xml, 'utf8')).toMatch(/<testsuite name="close-wait" tests="\d+" failures="0"/)
    expect(JSON.parse(readFileSync(json, 'utf8'))).toHaveProperty('tests.0.score', 1)
    expect(readFileSync(tap, 'utf8')).toMatch(/^ok 1 - close-wait$/m)
  })

  it('cannot go where nothing can be written', async () => {
    const { status, stdout, stderr } = await lab(['judge', closeWait, '--report', `junit=${scratch}/no/x.xml`], { env })
    expect(stderr).toMatch(/junit cannot be written/)
    expect({ status, stdout }).toEqual({ status: 64, stdout: '' })
  })
})

describe('--lang', { timeout: 60_000 }, () => {
  const commands = ['run', 'all', 'list', 'judge', 'show', 'claims', 'coverage', 'doctor', 'grade', 'clean', 'predict']
  it.each(commands)('is an option of %s', async (command) => {
    expect((await lab([command, '--help'])).stdout).toMatch(/--lang <language>[\s\S]*"en", "zh"/)
  })

  it('takes only languages that there are', async () => {
    const { status, stderr } = await lab(['show', closeWait, '--lang', 'tlh'], { env })
    expect(stderr).toMatch(/Allowed choices are en, zh/)
    expect(status).toBe(64)
  })

  it('wins over the environment, of which LC_ALL comes first; keys stay in any language', async () => {
    const english = await lab(['judge', closeWait], { env })
    const chinese = { LC_ALL: '', LANG: 'zh_CN.UTF-8' }
    expect(await lab(['judge', closeWait, '--lang', 'en'], { env: { ...env, ...chinese } })).toEqual(english)
    expect(await lab(['judge', closeWait], { env: { ...env, ...chinese, LC_ALL: 'C.UTF-8' } })).toEqual(english)
    const [byOption, byEnvironment] = await Promise.all([
      lab(['judge', closeWait, '--json', '--lang', 'zh'], { env }),
      lab(['judge', closeWait, '--json'], { env: { ...env, ...chinese } }),
    ])
    expect(byOption).toEqual(byEnvironment)
    const keys = (text: string) => {
      const { claims, ...rest } = JSON.parse(text) as { claims: ReadonlyArray<{ id: string; verdict: string }> }
      return { fields: Object.keys(rest), claims: claims.map(({ id, verdict }) => ({ id, verdict })) }
    }
    expect(keys(byOption.stdout)).toEqual(keys((await lab(['judge', closeWait, '--json'], { env })).stdout))
  })

  it('is Chinese in what people read: titles, claims, the ladder and reports, whose columns are kept', async () => {
    const xml = join(scratch, 'chinese.xml')
    const judged = await lab(['judge', closeWait, '--lang', 'zh', '--report', `junit=${xml}`], { env })
    expect(judged.stdout).toMatch(/^从不关闭的服务器停在 CLOSE-WAIT/)
    expect(judged.stdout).toMatch(/条断言中 \d+ 条成立/)
    expect(readFileSync(xml, 'utf8')).toMatch(/<testcase name="[^"]*\p{Script=Han}/u)
    const { stdout } = await lab(['show', closeWait, '--lang', 'zh'], { env })
    const lines = stdout.split('\n').filter((line) => line.endsWith(' │'))
    expect(lines.some((line) => /\p{Script=Han}/u.test(line))).toBe(true)
    // The server's lane begins in the same column, whatever stands before it.
    expect(new Set(lines.map((line) => widthOf(line))).size).toBe(1)
    expect((await lab(['list', '--lang', 'zh'])).stdout).toContain('从不关闭的服务器')
  })
})
