import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { alive, family, lab, project, stateOfHost } from '../labs/cli.ts'
import { eventually, isGone, startMarked } from '../labs/marked.ts'
import { pathWith } from '../labs/path.ts'
import { endOf } from '../labs/played.ts'

interface Entry {
  readonly lab: string
  readonly variant?: string
  readonly verdict: string
  readonly status: number
  readonly seconds: number
  readonly record: string | null
  readonly reason?: string
}
interface All {
  readonly version: number
  readonly status: number
  readonly labs: readonly Entry[]
  readonly notPlayed: readonly string[]
}

const folder = mkdtempSync(join(tmpdir(), 'tcp-labs-all-'))
afterAll(() => rmSync(folder, { recursive: true }))
/** A part of a name may be in other labs' names too. */
const only = (...names: readonly string[]): string => `{${names.join()},}`
describe('all', { timeout: 120_000 }, () => {
  it('plays labs and variants and tells of each: its verdict, its time and where its record is', {
    timeout: 900_000,
  }, async () => {
    const { stdout, stderr } = await endOf('all')
    const told = JSON.parse(stdout) as All
    expect({ version: told.version, inside: told.status, left: told.notPlayed }).toEqual({
      version: 1,
      inside: 0,
      left: [],
    })
    for (const each of told.labs) {
      expect(each).toMatchObject({ verdict: 'pass', status: 0, failed: [], unknown: [] })
      expect(each.seconds).toBeGreaterThan(0)
      const { lab: name, variant, twin } = JSON.parse(readFileSync(join(each.record ?? '', 'verdict.json'), 'utf8'))
      expect({ lab: name, variant, twin }).toEqual({ lab: each.lab, variant: each.variant })
    }
    expect(new Set(told.labs.map(({ record }) => record)).size).toBe(told.labs.length)
    // A run that a busy machine could not tell is announced as played again besides.
    expect(stderr.split('\n').filter((line) => line.startsWith('✔'))).toHaveLength(told.labs.length)
  })

  it('in a pipe prints a line as each ends, then only how many came to what, and no colour; reports have one test a lab', async () => {
    const [xml, json] = [join(folder, 'all.xml'), join(folder, 'all.json')]
    const args = ['--filter', only('handshake'), '--repeat', '2', '--jobs', '1', '--no-variants', '--ipv6']
    const { status, stdout } = await lab(['all', ...args, '--report', `junit=${xml}`, '--report', `gradescope=${json}`])
    const lines = stdout.split('\n')
    expect(status).toBe(0)
    expect(lines[0]).toMatch(/^✔ handshake( \(1\))? {2}pass +\d+\.\d s$/)
    expect(lines[1]).toMatch(/^✔ handshake( \(2\))? {2}pass +\d+\.\d s$/)
    expect(lines.filter((line) => line.startsWith('✔'))).toHaveLength(2)
    expect(stdout).toMatch(/^2 passed, in \d+\.\d s$/m)
    expect(stdout).not.toContain('\x1b')
    expect(readFileSync(xml, 'utf8').match(/<testsuite /g)).toHaveLength(2)
    expect(JSON.parse(readFileSync(json, 'utf8'))).toMatchObject({ score: 2, tests: [{}, {}] })
  })

  it.each([
    [['--filter', 'hand-shake'], /no lab or lab\/variant matches 'hand-shake'; did you mean handshake/],
    [['--shard', '3/2'], /2\/4: the second of four/],
    [['--jobs', '0'], /whole number, 1 or more/],
    [['--repeat', 'x'], /whole number, 1 or more/],
    [['--report', 'pcapng=/tmp/x.pcapng'], /pcapng.*one run/],
    [['--server', 'x'], /unknown option '--server'/],
  ])('%j is wrong usage', async (args, says) => {
    const { status, stdout, stderr } = await lab(['all', ...args])
    expect(stderr).toMatch(says)
    expect({ status, stdout }).toEqual({ status: 64, stdout: '' })
  })
})

/** In a copy of the project, whose labs may be spoilt. */
async function allIn(copy: string, ...args: string[]) {
  const { exitCode, stdout } = await execa(process.execPath, [join(copy, 'src', 'cli.ts'), 'all', '--json', ...args], {
    cwd: copy,
    reject: false,
    stdin: 'ignore',
  })
  return { status: exitCode, told: JSON.parse(stdout) as All }
}

describe('where labs do not pass, all', { timeout: 120_000 }, () => {
  const copy = join(folder, 'copy')
  beforeAll(() => {
    mkdirSync(copy)
    for (const name of ['src', 'labs', 'package.json'])
      cpSync(join(project, name), join(copy, name), { recursive: true })
    symlinkSync(join(project, 'node_modules'), join(copy, 'node_modules'))
    writeFileSync(join(copy, 'labs', 'listen', 'server.ts'), 'process.exit(1)\n')
    const long = join(copy, 'labs', 'close-wait', 'lab.ts')
    writeFileSync(long, readFileSync(long, 'utf8').replaceAll('await pause(s(3))', 'await pause(s(60))'))
  })

  it('ends with the worst status, says what failed, and with --bail breaks off what goes on and names what was not begun', async () => {
    const filter = only('close-wait', 'listen', 'handshake')
    const args = ['--filter', filter, '--no-variants', '--bail', '--jobs', '3', '--repeat', '2']
    const { status, told } = await allIn(copy, ...args)
    expect({ status, told: told.status }).toEqual({ status: 1, told: 1 })
    const verdicts = (of: string) => told.labs.filter(({ lab: name }) => name === of).map(({ verdict }) => verdict)
    // close-wait takes a minute here, and is begun before listen, which fails at once.
    expect(verdicts('close-wait')).toEqual(['interrupted', 'interrupted'])
    const failed = told.labs.find(({ verdict }) => verdict === 'fail')
    expect(failed).toMatchObject({ lab: 'listen', status: 1 })
    expect(failed).toHaveProperty('failed.0.says')
    expect(failed).toHaveProperty('failed.0.expected')
    expect(told.labs.length + told.notPlayed.length).toBe(6)
    expect(told.notPlayed).toContain('listen (2)')
  })
})

describe('an interrupted all', { timeout: 120_000 }, () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`ends with status 130 after ${signal}, says what was done and leaves nothing`, async () => {
      const before = await stateOfHost()
      const report = join(folder, `${signal}.xml`)
      const args = ['all', '--json', '--filter', only('time-wait', 'close-wait'), '--repeat', '3', '--jobs', '3']
      const run = execa(process.execPath, ['src/cli.ts', ...args, '--report', `junit=${report}`], {
        cwd: project,
        reject: false,
        stdin: 'ignore',
      })
      const programs = () => [...family(run.pid ?? 0).values()].filter((line) => /\/server\S*\.ts \S+ 8080/.test(line))
      await expect.poll(() => programs().length, { timeout: 30_000 }).toBe(3)
      const pids = [...family(run.pid ?? 0).keys()]
      run.kill(signal)
      const { exitCode, stdout } = await run
      const told = JSON.parse(stdout) as All
      expect({ exitCode, told: told.status }).toEqual({ exitCode: 130, told: 130 })
      expect(told.labs.map(({ verdict, record }) => [verdict, record])).toEqual([
        ['interrupted', null],
        ['interrupted', null],
        ['interrupted', null],
      ])
      expect(told.notPlayed.length).toBeGreaterThanOrEqual(3)
      expect(existsSync(report) && readFileSync(report, 'utf8')).toContain('<error type="interrupted"')
      await expect.poll(() => alive(pids), { timeout: 15_000 }).toEqual([])
      expect(await stateOfHost()).toBe(before)
    })
  }

  it('waits ten seconds for runs that hang, kills them and counts them as interrupted', async () => {
    const path = pathWith({ ss: 'sleep 600' })
    const run = startMarked(
      ['all', '--json', '--filter', only('close-wait'), '--no-variants', '--repeat', '2'],
      path.env,
    )
    await eventually('one hangs', () => run.named('sleep 600').length > 0)
    const begun = performance.now()
    run.signal('SIGINT')
    const { exitCode, stdout } = await run.command
    path.remove()
    expect(performance.now() - begun).toBeLessThan(20_000)
    const told = JSON.parse(String(stdout)) as All
    expect({ exitCode, verdicts: new Set(told.labs.map(({ verdict }) => verdict)) }).toEqual({
      exitCode: 130,
      verdicts: new Set(['interrupted']),
    })
    await isGone(run)
  })

  it('takes its runs with it even when it is killed', async () => {
    const run = execa(process.execPath, ['src/cli.ts', 'all', '--filter', only('close-wait'), '--no-variants'], {
      cwd: project,
      reject: false,
      stdin: 'ignore',
    })
    const members = () => family(run.pid ?? 0)
    const hasServer = () => [...members().values()].some((line) => line.includes('close-wait/server.ts'))
    await expect.poll(hasServer, { timeout: 30_000 }).toBe(true)
    const pids = [...members().keys()]
    run.kill('SIGKILL')
    await run
    await expect.poll(() => alive(pids), { timeout: 15_000 }).toEqual([])
  })
})
