import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, describe, expect, it } from 'vitest'
import { alive, family, lab as labWith, project, stateOfHost } from '../labs/cli.ts'
import { pathWith } from '../labs/path.ts'

const scratch = mkdtempSync(join(tmpdir(), 'tcp-labs-grade-'))
afterAll(() => rmSync(scratch, { recursive: true }))

const planOf = (labs: readonly string[]): string =>
  `tries: 1\nlimits: { memory: 256M, wall: 30 }\nlabs:\n${labs.map((each) => `  - { ${each}, role: server, command: python3 server.py }\n`).join('')}`

const both = ['lab: close-wait, points: 10, credit: claims', 'lab: close-wait, variant: destroy, points: 5']

/** A class in a folder of its own: these submissions of test/grade/class, under these names. */
function classOf(name: string, who: Readonly<Record<string, string>>, labs: readonly string[] = both) {
  const folder = join(scratch, name)
  mkdirSync(join(folder, 'submissions'), { recursive: true })
  for (const [student, program] of Object.entries(who))
    cpSync(join(project, 'test', 'grade', 'class', program), join(folder, 'submissions', student), { recursive: true })
  const plan = join(folder, 'plan.yaml')
  writeFileSync(plan, planOf(labs))
  return { folder, plan, out: join(folder, 'plan-grades') }
}

interface Result {
  readonly began: string
  readonly status: number
}

const resultsIn = (out: string): Readonly<Record<string, Result>> =>
  Object.fromEntries(
    existsSync(join(out, 'submissions'))
      ? readdirSync(join(out, 'submissions'), { recursive: true, encoding: 'utf8' })
          .filter((path) => path.endsWith('/result.json'))
          .map((path) => [path, JSON.parse(readFileSync(join(out, 'submissions', path), 'utf8')) as Result])
      : [],
  )

const textIn = (...path: readonly string[]): string => readFileSync(join(...path), 'utf8')
const tables = (out: string): readonly string[] =>
  ['grades.csv', 'grades.json', 'junit.xml'].map((name) => textIn(out, name))
/** Whoever starts these tests may be one of many. */
const alone = { TCP_LABS_SHARD: '', SLURM_ARRAY_TASK_ID: '', JOB_COMPLETION_INDEX: '', CI_NODE_INDEX: '' }
const start = (args: readonly string[]) =>
  execa(process.execPath, ['src/cli.ts', 'grade', ...args], {
    cwd: project,
    reject: false,
    stdin: 'ignore',
    env: alone,
  })
const lab = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  labWith(args, { env: { ...alone, ...env } })

describe('a class', { timeout: 120_000 }, () => {
  const name = "=cmd|' C calc'!A0"
  const { folder, plan, out } = classOf('whole', { [name]: 'honest', eve: 'ends', mallory: 'deaf' })

  it('that is killed while it is graded is graded all the same by --resume, which repeats nothing that is done', async () => {
    const before = await stateOfHost()
    const run = start([plan, '--jobs', '2'])
    await expect.poll(() => Object.keys(resultsIn(out)).length, { timeout: 60_000 }).toBeGreaterThanOrEqual(2)
    const pids = [...family(run.pid ?? 0).keys()]
    run.kill('SIGKILL')
    await run
    await expect.poll(() => alive(pids), { timeout: 15_000 }).toEqual([])
    const done = resultsIn(out)
    expect(Object.keys(done).length).toBeLessThan(6)
    expect((await lab(['grade', plan])).stderr).toMatch(/there are grades in .*already: --resume/)
    writeFileSync(join(folder, 'submissions', 'notes.txt'), 'read me')
    const { status, stdout } = await lab(['grade', plan, '--resume'])
    expect(status).toBe(2)
    expect(stdout).toMatch(
      /3 submissions graded, 1 for a person to look at\n {2}notes.txt.*neither a folder nor an archive/,
    )
    expect(stdout.match(/ left: /g)).toHaveLength(6 - Object.keys(done).length)
    const all = resultsIn(out)
    expect(Object.keys(all)).toHaveLength(6)
    for (const [path, result] of Object.entries(done)) expect(all[path], path).toEqual(result)
    expect(await stateOfHost()).toBe(before)
    expect(readdirSync(out).toSorted()).toEqual([
      'grades.csv',
      'grades.json',
      'grading.json',
      'index.html',
      'junit.xml',
      'submissions',
    ])
  })

  it('has a page that links the page of each run', () => {
    const hrefs = [...textIn(out, 'index.html').matchAll(/href="([^"]+)"/g)].map(([, href = '']) => href)
    expect(hrefs).toHaveLength(6)
    for (const href of hrefs) expect(existsSync(join(out, decodeURIComponent(href))), href).toBe(true)
  })

  it('has points for what was shown, none for what was not, and a table that a spreadsheet opens', () => {
    const [head, cmd, eve, mallory, notes, end] = textIn(out, 'grades.csv').split('\r\n')
    expect(head).toBe('submission,status,points,of,close-wait.server,close-wait.destroy.server,"to look at"')
    expect(cmd).toBe(`"'=cmd|' C calc'!A0",graded,15,15,10,5,`)
    expect(eve).toBe('eve,graded,0,15,0,0,')
    // It shows what its kernel does, and not what is its own work: to accept and to read.
    expect(mallory).toMatch(/^mallory,graded,[0-9.]+,15,[0-9.]+,[05],$/)
    expect(Number(mallory?.split(',')[4])).toBeLessThan(10)
    expect(notes).toContain('notes.txt,"to look at",,15,,,')
    expect(end).toBe('')
  })

  it('has for each a record, a verdict, feedback that can be handed out, and what Gradescope reads', () => {
    const eve = join(out, 'submissions', 'eve')
    expect(readdirSync(join(eve, 'close-wait.server', 'try-1'))).toEqual(
      expect.arrayContaining(['evidence.jsonl', 'router.pcap', 'verdict.json']),
    )
    const feedback = textIn(eve, 'feedback.md')
    expect(feedback).toMatch(
      /\*\*0 of 10 points\*\*\n\n.*\n\nWhat your server printed:\n\n```text\nlistening\n<script>eof<\/script> .*server.py\n```/,
    )
    for (const secret of [folder, project, 'mallory', 'cmd']) expect(feedback).not.toContain(secret)
    for (const secret of [folder, project]) expect(textIn(eve, 'results.json')).not.toContain(secret)
    expect(JSON.parse(textIn(eve, 'results.json'))).toMatchObject({
      score: 0,
      tests: [{ max_score: 10 }, { max_score: 5 }],
    })
    expect(JSON.parse(textIn(eve, 'close-wait.server', 'result.json'))).toMatchObject({
      ...{ submission: 'eve', task: 'close-wait.server', status: 1, tries: 1, node: process.version },
      ...{
        hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        plan: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      },
    })
    expect(existsSync(join(out, 'submissions', 'notes.txt', 'results.json'))).toBe(false)
  })

  it('is graded the same when all its records are judged again, without playing', async () => {
    const before = tables(out)
    const played = resultsIn(out)
    expect((await lab(['grade', plan, '--judge'])).status).toBe(2)
    expect(tables(out)).toEqual(before)
    expect(resultsIn(out)).toEqual(played)
  })

  it('of which somebody has handed in something else since, is played again there alone, and it is said', async () => {
    rmSync(join(folder, 'submissions', 'notes.txt'))
    writeFileSync(join(folder, 'submissions', 'eve', 'server.py'), 'raise SystemExit(3)\n')
    // Points are no reason to play anything again.
    writeFileSync(plan, planOf(both).replace('points: 5', 'points: 6'))
    const before = resultsIn(out)
    const { status, stderr, stdout } = await lab(['grade', plan, '--resume', '--json', '--out', out, '--shard', '1/1'])
    expect(status).toBe(64)
    expect(stderr).toMatch(/holds the grades of all, and this is shard 1\/1/)
    expect(stdout).toBe('')
    const again = await lab(['grade', plan, '--resume', '--json'])
    expect(again.status).toBe(0)
    expect(again.stderr).toMatch(/eve: close-wait.server is played again: its files have changed/)
    expect(JSON.parse(again.stdout)).toEqual(JSON.parse(textIn(out, 'grades.json')))
    const after = resultsIn(out)
    const changed = Object.keys(after).filter((path) => after[path]?.began !== before[path]?.began)
    expect(changed.map((path) => path.split('/')[0])).toEqual(['eve', 'eve'])
    expect(textIn(out, 'grades.csv')).toMatch(/,graded,16,16,10,6,\r\n/)
  })
})

describe('a class on several machines', { timeout: 120_000 }, () => {
  it('is graded as on one, and nothing may be missing or twice', async () => {
    const { folder, plan } = classOf('shards', { ann: 'honest', eve: 'ends' })
    const [one, ...shards] = await Promise.all([
      lab(['grade', plan, '--jobs', '2']),
      ...[1, 2].map((number) =>
        lab(['grade', plan, '--jobs', '1'], { CI_NODE_INDEX: String(number), CI_NODE_TOTAL: '2' }),
      ),
    ])
    expect([one, ...shards].map(({ status }) => status)).toEqual([0, 0, 0])
    const [first = '', second = ''] = [1, 2].map((number) => join(folder, `plan-grades-${number}-of-2`))
    const merge = (...parts: readonly string[]) => lab(['grade', 'merge', ...parts, '--out', join(folder, 'all')])
    expect(await merge(first)).toMatchObject({
      status: 64,
      stderr: expect.stringMatching(/missing: there is no folder of shard 2\/2/) as string,
    })
    expect(await merge(first, second, first)).toMatchObject({
      status: 64,
      stderr: expect.stringMatching(/more than once/) as string,
    })
    expect((await merge(first, second)).status).toBe(0)
    const [whole, merged] = [join(folder, 'plan-grades'), join(folder, 'all')]
    expect(textIn(merged, 'grades.csv')).toBe(textIn(whole, 'grades.csv'))
    const told = (out: string): unknown =>
      JSON.parse(textIn(out, 'grades.json'), (key, value: unknown) => (key === 'run' ? undefined : value))
    expect(told(merged)).toEqual(told(whole))
    expect(textIn(merged, 'submissions', 'ann', 'feedback.md')).toBe(textIn(whole, 'submissions', 'ann', 'feedback.md'))
  })
})

describe('grading', { timeout: 60_000 }, () => {
  it('that is interrupted ends with status 130, keeps what is done and says how to go on', async () => {
    const { plan, out } = classOf('interrupted', { ann: 'honest', eve: 'ends' })
    const run = start([plan, '--jobs', '2'])
    await expect.poll(() => Object.keys(resultsIn(out)).length, { timeout: 30_000 }).toBeGreaterThanOrEqual(1)
    const pids = [...family(run.pid ?? 0).keys()]
    run.kill('SIGINT')
    const { exitCode, stderr } = await run
    const done = Object.keys(resultsIn(out)).length
    expect(exitCode).toBe(130)
    expect(stderr).toContain(`${done} of 4 runs are done and kept; the same command with --resume plays the rest`)
    expect(textIn(out, 'grades.csv')).toMatch(/ann,"not played",,15,/)
    await expect.poll(() => alive(pids), { timeout: 15_000 }).toEqual([])
  })

  it('into a folder that somebody else grades into ends with status 64, and not when that one was killed', async () => {
    const { plan, out } = classOf('twice', { ann: 'ends' }, ['lab: close-wait, points: 1'])
    const run = start([plan])
    await expect.poll(() => existsSync(join(out, 'grading.json')), { timeout: 30_000 }).toBe(true)
    const second = await lab(['grade', plan, '--resume'])
    expect(second).toMatchObject({
      status: 64,
      stderr: expect.stringMatching(/another lab grade is writing to/) as string,
    })
    const pids = [...family(run.pid ?? 0).keys()]
    run.kill('SIGKILL')
    await run
    await expect.poll(() => alive(pids), { timeout: 15_000 }).toEqual([])
    expect((await lab(['grade', plan, '--resume'])).status).toBe(0)
    expect((await lab(['grade', plan, '--resume'])).stderr).toMatch(/nothing is left to play: the one run is done/)
  })

  it('of a submission that has another file than the plan names says which, and what is there', async () => {
    const { folder, plan, out } = classOf('misnamed', { ann: 'ends' }, ['lab: close-wait, points: 1'])
    renameSync(join(folder, 'submissions', 'ann', 'server.py'), join(folder, 'submissions', 'ann', 'sever.py'))
    expect((await lab(['grade', plan])).status).toBe(0)
    expect(textIn(out, 'submissions', 'ann', 'feedback.md')).toContain(
      'Your submission has no file server.py, which is the one to be run; what it has there is sever.py.',
    )
  })

  it('of a mistake tells it once, and folds what follows from it', async () => {
    const { folder, plan, out } = classOf('folded', { ann: 'ends' }, ['lab: close-wait, points: 1'])
    cpSync(join(project, 'test', 'fixtures', 'own', 'echoes.py'), join(folder, 'submissions', 'ann', 'server.py'))
    expect((await lab(['grade', plan])).status).toBe(0)
    const told = textIn(out, 'submissions', 'ann', 'feedback.md')
    expect(told).toMatch(/Your server closed its side .* in; this lab needs one that does not/)
    expect(told).toMatch(/\d+ more claims were not shown; they follow from that\./)
    expect(told).not.toContain('server is never in LAST-ACK')
    expect(told).toContain('flush what you print to find a mistake')
  })

  it('leaves no folder behind where nothing could be graded', async () => {
    const { folder, plan, out } = classOf('nobody', {})
    expect((await lab(['grade', plan])).status).toBe(64)
    expect(existsSync(out)).toBe(false)
    expect(existsSync(folder)).toBe(true)
  })

  it('takes paths from where npm was called', async () => {
    const { folder } = classOf('elsewhere', {})
    const env = { INIT_CWD: folder, npm_lifecycle_event: 'lab' }
    expect((await lab(['grade', './plan.yaml'], env)).stderr).toMatch(/there are no submissions in/)
    expect((await lab(['run', 'handshake', '--server', './plan.yaml'], env)).stderr).toMatch(/is not executable/)
  })

  it('says in its help what merge is told, and run what its status means', async () => {
    expect((await lab(['grade', 'merge', '--help'])).stdout).toContain('--out <folder>')
    expect((await lab(['grade', '--help'])).stdout).toMatch(/^Usage: lab grade <plan> \[options\]/)
    expect((await lab(['run', '--help'])).stdout).toContain('77 this machine cannot run the lab')
  })

  it('on a machine that has no sandbox ends with status 77 and says why, and nothing is played unprotected', async () => {
    const { plan, out } = classOf('unprotected', { ann: 'honest' })
    const path = pathWith({ bwrap: 'echo no such luck >&2; exit 1' })
    // For whom programs run as.
    chmodSync(path.folder, 0o755)
    const { status, stdout } = await lab(['grade', plan], path.env)
    path.remove()
    expect(status).toBe(77)
    expect(stdout).toMatch(/ann close-wait\.server: this machine cannot run it: .*no such luck/)
    expect(textIn(out, 'grades.csv')).toMatch(/ann,"to look at",,15,,,/)
  })

  it.each([
    ['no plan', ['nowhere.yaml'], /the plan cannot be read.*nowhere.yaml.*docs\/grading.md/],
    ['no submissions', [join(scratch, 'empty.yaml')], /submissions cannot be read/],
    [
      'an out among the submissions',
      [join(scratch, 'empty.yaml'), '--out', join(scratch, 'submissions', 'out')],
      /grades cannot go to/,
    ],
    ['nothing to judge', [join(scratch, 'empty.yaml'), '--judge'], /nothing to judge again/],
    [
      'nobody of that name',
      [join(scratch, 'whole', 'plan.yaml'), '--out', join(scratch, 'x'), '--only', 'nobody'],
      /no submission .*matches 'nobody'/,
    ],
    ['nowhere to merge to', ['merge', 'x'], /say with --out/],
    ['nothing to merge', ['merge', scratch, '--out', join(scratch, 'merged')], /holds no grades/],
  ])('of %s ends with status 64', async (_, args, says) => {
    writeFileSync(join(scratch, 'empty.yaml'), planOf(both))
    const { status, stderr, stdout } = await lab(['grade', ...args])
    expect(stderr).toMatch(says)
    expect({ status, stdout }).toEqual({ status: 64, stdout: '' })
  })
})
