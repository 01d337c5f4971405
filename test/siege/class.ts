// A class of sixty, graded: honest programs, wrong ones and hostile ones, each of which must get just the points that it earns.
// `npm run test:class -- --help` says how; it takes minutes, so that npm test does not do it.
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Command } from 'commander'
import { execa } from 'execa'
import { project } from '../labs/cli.ts'

const own = join(project, 'test', 'fixtures', 'own')
const hostile = join(project, 'test', 'hostile', 'programs')

/** The labs of the class, and a program that does what each asks of a server. */
const honest = {
  handshake: 'echoes.py',
  'four-way-close': 'says-bye.py',
  'close-wait': 'keeps-open.py',
  closing: 'closes-when-told.py',
  'half-close': 'talks-on.py',
} as const
type Lab = keyof typeof honest
const labs = Object.keys(honest) as readonly Lab[]

/** A kind of submission: its programs, in order of the labs or one for all, and the labs that it passes. */
interface Kind {
  readonly name: string
  readonly times: number
  readonly files: (lab: Lab) => string | undefined
  readonly passes: readonly Lab[]
}

const wrong = (name: string, file: string, passes: readonly Lab[] = []): Kind => ({
  name,
  times: 2,
  files: () => join(own, file),
  passes,
})
const evil = (name: string, passes: readonly Lab[] = []): Kind => ({
  name: name.replace(/\..*/, ''),
  times: 1,
  files: () => join(hostile, name),
  passes,
})

const kinds: readonly Kind[] = [
  { name: 'honest', times: 28, files: (lab) => join(own, honest[lab]), passes: labs },
  // One of them is right in the lab that asks for just that.
  wrong('echoes-everywhere', 'echoes.py', ['handshake']),
  wrong('keeps-open-everywhere', 'keeps-open.py', ['close-wait']),
  wrong('never-accepts', 'never-accepts.py'),
  wrong('another-port', 'mistakes/another-port.py'),
  wrong('localhost-only', 'mistakes/localhost-only.py'),
  wrong('closes-at-once', 'mistakes/closes-at-once.py'),
  wrong('crashes', 'mistakes/crashes.py'),
  wrong('ends-at-once', 'mistakes/ends-at-once.py'),
  wrong('never-listens', 'mistakes/never-listens.py'),
  wrong('of-python-2', 'mistakes/of-python-2.py'),
  { name: 'hands-in-nothing', times: 2, files: () => undefined, passes: [] },
  {
    name: 'swapped',
    times: 2,
    files: (lab) => join(own, lab === 'handshake' ? honest['close-wait'] : honest.handshake),
    passes: [],
  },
  ...['fork-bomb.py', 'memory-bomb.py', 'endless-line.py'].map((name) => evil(name)),
  // Whatever else they try, in one lab they do their part.
  evil('kills-everybody.py', ['four-way-close']),
  evil('fills-the-disk.py', ['four-way-close']),
  evil('deaf.py', ['handshake']),
  evil('says-it-all.py'),
  evil('prerecorded.py'),
]

const pointsOf = 2

/** Lays the class out, and returns what each is to get. */
function layOut(folder: string): ReadonlyMap<string, number> {
  const submissions = kinds.flatMap((kind) =>
    Array.from({ length: kind.times }, (_, index) => ({ kind, name: `${kind.name}-${index + 1}` })),
  )
  for (const { kind, name } of submissions) {
    const place = join(folder, 'submissions', name)
    mkdirSync(place, { recursive: true })
    for (const lab of labs) {
      const file = kind.files(lab)
      if (file !== undefined) copyFileSync(file, join(place, `${lab}.py`))
    }
    // What the hostile programs share.
    copyFileSync(join(hostile, 'serving.py'), join(place, 'serving.py'))
  }
  const tasks = labs.map((lab) => ({ lab, role: 'server', command: `python3 ${lab}.py`, points: pointsOf }))
  writeFileSync(join(folder, 'plan.json'), JSON.stringify({ labs: tasks }))
  return new Map(submissions.map(({ kind, name }) => [name, kind.passes.length * pointsOf]))
}

const gradeOf = (folder: string, ...more: readonly string[]) =>
  execa(process.execPath, ['src/start.mjs', 'grade', join(folder, 'plan.json'), '--resume', ...more], {
    ...{ cwd: project, reject: false, stdin: 'ignore', stdout: 'ignore', stderr: 'inherit' },
  })

/** Ends the grading as a power cut would, when so many runs are kept. */
async function killedAfter(folder: string, runs: number): Promise<void> {
  const grading = gradeOf(folder)
  const isOver = grading.then(() => true)
  const kept = (): number =>
    labs.reduce(
      (sum, lab) =>
        sum +
        [...layout.keys()].filter((name) =>
          existsSync(join(folder, 'plan-grades', 'submissions', name, `${lab}.server`, 'result.json')),
        ).length,
      0,
    )
  const layout = expected
  while (kept() < runs && !(await Promise.race([isOver, sleep(200, false)])));
  grading.kill('SIGKILL')
  await grading
  process.stderr.write(`killed when ${kept()} runs were kept\n`)
}

/** What each got, from the table that a teacher opens. */
function gradesIn(folder: string): ReadonlyMap<string, string> {
  const [head = '', ...rows] = readFileSync(join(folder, 'plan-grades', 'grades.csv'), 'utf8')
    .trim()
    .split(/\r?\n/)
  const column = head.split(',').indexOf('points')
  return new Map(rows.map((row) => [row.split(',')[0] ?? '', row.split(',')[column] ?? '']))
}

const { kill, load, into, jobs } = new Command()
  .description('grades a class of sixty in five labs, and says who got what nobody should')
  .option('--kill', 'by SIGKILL in the middle, and go on')
  .option('--load <loops>', 'beside so many busy loops', Number, 0)
  .option('--jobs <number>', 'so many runs at once; else few, where busy loops keep the machine from being calm')
  .option('--into <folder>', 'lay the class out there, and keep it')
  .parse()
  .opts<{ kill?: boolean; load: number; jobs?: string; into?: string }>()

const folder = into ?? mkdtempSync(join(tmpdir(), 'tcp-labs-class-'))
const expected = layOut(folder)
const loops = Array.from({ length: load }, () => execa('sh', ['-c', 'while :; do :; done'], { reject: false }))
const begun = performance.now()
try {
  if (kill) await killedAfter(folder, 100)
  const { exitCode } = await gradeOf(folder, ...(jobs === undefined ? [] : ['--jobs', jobs]))
  const grades = gradesIn(folder)
  const differ = [...expected].filter(([name, points]) => Number(grades.get(name) || 'NaN') !== points)
  for (const [name, points] of differ)
    process.stdout.write(`✘ ${name}: expected ${points}, got '${grades.get(name) ?? 'no row'}'\n`)
  const seconds = ((performance.now() - begun) / 1000).toFixed(0)
  process.stdout.write(
    `${expected.size} submissions x ${labs.length} labs in ${seconds} s, status ${exitCode}: ${expected.size - differ.length} as expected, ${differ.length} not; ${folder}\n`,
  )
  process.exitCode = differ.length > 0 || exitCode !== 0 ? 1 : 0
} finally {
  for (const loop of loops) loop.kill('SIGKILL')
}
