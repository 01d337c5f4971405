import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recordsOf } from '../../src/run/folders.ts'
import { type Ended, lab, project } from '../labs/cli.ts'
import { makeUsersCopy, type UsersCopy } from '../labs/user.ts'

const place = mkdtempSync(join(tmpdir(), 'tcp-labs-new-'))
afterAll(() => rmSync(place, { recursive: true }))

/** As it is typed in that folder, with records of its own. */
const env = { TCP_LABS_RUNS: join(place, 'runs') }
const typed = (...args: readonly string[]): Promise<Ended> => lab(args, { cwd: place, env })
const claimsOf = (stdout: string) =>
  (JSON.parse(stdout) as { claims: { id: string; verdict: string; statedAt: string }[] }).claims

describe('a lab outside the checkout', { timeout: 120_000 }, () => {
  const folder = join(place, 'my labs', 'ü', 'late-fin')
  const given = './my labs/ü/late-fin'
  let made: Ended
  beforeAll(async () => {
    made = await typed('new', given)
  })

  it('is made, and whoever made it is told the two commands that come next', () => {
    expect(made).toMatchObject({ status: 0, stderr: '' })
    expect(made.stdout).toContain(`run '${given}' --twin line-is-cut`)
    expect(readdirSync(folder).sort()).toEqual([
      'README.md',
      'client.ts',
      'lab.ts',
      'node_modules',
      'package.json',
      'server.ts',
      'tsconfig.json',
    ])
  })

  it('passes, and its record is judged again to the same, by its path and by the folder of the record', async () => {
    const { status, stdout } = await typed('run', given, '--json')
    expect(status, stdout).toBe(0)
    const { lab: named, record } = JSON.parse(stdout) as { lab: string; record: string }
    expect(named).toBe(folder)
    expect(record).toMatch(/\/runs\/late-fin@[0-9a-f]{8}\//)
    for (const which of [given, record, join(record, '..', 'latest')])
      expect((await typed('judge', which)).status, which).toBe(0)
    expect((await typed('show', given)).stdout).toContain('heard hello')
  })

  it('fails its twin in what that names, and says in which line of which file', async () => {
    const { status, stdout } = await typed('run', given, '--twin', 'line-is-cut', '--json')
    expect(status, stdout).toBe(1)
    expect(claimsOf(stdout).find(({ id }) => id === 'server.says(heard hello)')).toMatchObject({
      verdict: 'fails',
      statedAt: `${folder}/lab.ts:23`,
    })
  })

  it('needs nothing but its three files to be run', async () => {
    const bare = join(place, 'bare', 'of-three')
    mkdirSync(bare, { recursive: true })
    for (const file of ['lab.ts', 'client.ts', 'server.ts']) cpSync(join(folder, file), join(bare, file))
    // That a package.json is no module's would make Node warn, and the programs complain.
    writeFileSync(join(bare, '..', 'package.json'), '{}')
    const { status, stdout } = await typed('run', './bare/of-three')
    expect(stdout).not.toMatch(/complained|MODULE_TYPELESS/)
    expect(status).toBe(0)
  })

  it('has types, which tsc finds right, and wrong where they are', async () => {
    const check = () => execa('npx', ['tsc'], { cwd: folder, reject: false, all: true })
    expect(await check()).toMatchObject({ exitCode: 0 })
    const file = join(folder, 'lab.ts')
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, text.replace("'ESTABLISHED'", "'ESTABLISHT'"))
    expect((await check()).all).toContain('lab.ts')
    expect(await typed('run', given)).toMatchObject({
      status: 64,
      stderr: expect.stringMatching(/late-fin\/lab\.ts:\d+: there is no state 'ESTABLISHT'; did you mean ESTABLISHED/),
    })
    writeFileSync(file, text)
  })

  it('has programs that run by hand, by the Node that npx finds there', async () => {
    const node = join(folder, 'node_modules', '.bin', 'node')
    const server = execa(node, ['server.ts', '127.0.0.1', '0'], { cwd: folder, reject: false })
    const [said] = (await once(server.stdout, 'data')) as [Buffer]
    expect(said.toString()).toBe('listening\n')
    server.kill()
    await server
  })

  it('whose record somebody else brings is not loaded, for a lab is a program; with --lab it is', async () => {
    const brought = join(place, 'brought')
    cpSync(
      join(
        env.TCP_LABS_RUNS,
        readdirSync(env.TCP_LABS_RUNS).find((name) => name.startsWith('late-fin')) ?? '',
        'latest',
      ),
      brought,
      { recursive: true, dereference: true },
    )
    const { status, stderr } = await typed('judge', './brought')
    expect({ status, stderr }).toMatchObject({
      status: 64,
      stderr: expect.stringMatching(/outside the checkout.*--lab <folder>/),
    })
    expect((await typed('judge', './brought', '--lab', given)).stdout).toMatch(/^(pass|fail): /m)
  })

  it('that has moved is told from one that is there', async () => {
    const moved = join(place, 'moved')
    const record = join(env.TCP_LABS_RUNS, recordsOf(folder), 'latest')
    renameSync(folder, moved)
    const { stderr } = await typed('judge', record)
    renameSync(moved, folder)
    expect(stderr).toMatch(/no longer there; .*--lab <folder>/)
  })

  it.each([
    ['is there already', given, /already exists/],
    ['has a name that no shell likes', './x/Keep_Alive', /cannot be a lab's name/],
    ['would be all labs', 'all', /cannot be a lab's name/],
    ['is one of ours', 'close-wait', /already exists/],
    ['could be written nowhere', '/proc/x/y', /cannot be written to/],
  ])('is not made where it %s', async (_, name, says) => {
    expect(await typed('new', name)).toMatchObject({ status: 64, stdout: '', stderr: expect.stringMatching(says) })
  })

  it.each([
    ['nothing is there', './nowhere', '', /there is no lab in .*\/nowhere: it has no lab.ts/],
    ['a variant was meant', 'close-wait/destroy', '', /close-wait --variant destroy/],
    ['its file exports none', './wrong', 'export const x = 1', /wrong\/lab.ts: it exports no lab/],
    [
      'it has no claims',
      './wrong',
      "import { lab } from '#lab'\nexport default lab({ title: 'x', play: async () => {}, twins: {} } as never)",
      /the lab has no 'claims'/,
    ],
    [
      'its play errs',
      './wrong',
      "import { lab } from '#lab'\nexport default lab({ title: 'x', twins: {}, claims: () => [], play: async (stage) => { (stage as never as { nope(): void }).nope() } })",
      /wrong\/lab.ts:2: .*nope is not a function/,
    ],
    ['it is no TypeScript', './wrong', 'export default lab({', /wrong\/lab.ts/],
  ])('is told from a mistake: %s', async (_, name, text, says) => {
    if (text !== '') {
      mkdirSync(join(place, 'wrong'), { recursive: true })
      writeFileSync(join(place, 'wrong', 'lab.ts'), text)
    }
    expect(await typed('run', name)).toMatchObject({ status: 64, stderr: expect.stringMatching(says) })
  })
})

describe('an ordinary user', { timeout: 120_000 }, () => {
  let user: UsersCopy
  beforeAll(() => {
    user = makeUsersCopy()
  })
  afterAll(() => user.remove())

  it('makes a lab of their own beside their checkout, which passes and fails its twin', async () => {
    const own = join(user.folder, 'home', 'my-labs', 'keepalive')
    expect(await user.lab(['new', own])).toMatchObject({ status: 0 })
    expect((await user.lab(['run', own])).status).toBe(0)
    expect((await user.lab(['run', own, '--twin', 'line-is-cut'])).status).toBe(1)
    rmSync(join(user.folder, 'home'), { recursive: true })
  })
})

describe('a lab in the checkout', { timeout: 170_000 }, () => {
  /** What its tests read; a checkout is not to be written to while others read it. */
  const copy = join(place, 'copy')
  beforeAll(() => {
    mkdirSync(copy)
    for (const name of [
      'src',
      'labs',
      'test',
      'scripts',
      'README.md',
      'README.zh.md',
      'CLAIMS.md',
      'CLAIMS.zh.md',
      'package.json',
      'tsconfig.json',
      'vitest.config.ts',
      'docs',
    ])
      cpSync(join(project, name), join(copy, name), { recursive: true })
    symlinkSync(join(project, 'node_modules'), join(copy, 'node_modules'))
  })
  const here = { node: process.execPath, program: copy }

  it('is made, passes, and fails its twin', async () => {
    const made = await lab(['new', 'late-fin'], { cwd: copy }, here)
    expect(made.stdout).toContain('npm run lab-scripts && npm run readme-labs')
    expect(readdirSync(join(copy, 'labs', 'late-fin')).sort()).toEqual([
      'README.md',
      'README.zh.md',
      'client.ts',
      'lab.ts',
      'server.ts',
    ])
    expect((await lab(['run', 'late-fin'], { cwd: copy, env }, here)).status).toBe(0)
    expect((await lab(['run', 'late-fin', '--twin', 'line-is-cut'], { cwd: copy, env }, here)).status).toBe(1)
  })

  it('is as the tests want a lab to be, once the two commands that it names have been run', async () => {
    for (const script of ['lab-scripts', 'readme-labs'])
      await execa(process.execPath, [join('scripts', `${script}.ts`)], { cwd: copy })
    const { exitCode, all } = await execa(
      join(project, 'node_modules', '.bin', 'vitest'),
      [
        'run',
        '--project',
        'labs',
        'test/catalogue',
        'test/lab/contract.test.ts',
        'test/claims/ids.test.ts',
        'test/words/zh.test.ts',
      ],
      { cwd: copy, reject: false, all: true },
    )
    expect(exitCode, all).toBe(0)
    expect(existsSync(join(copy, 'labs', 'late-fin', 'node_modules'))).toBe(false)
  })
})
