// Measures what a run costs: the whole command as a user types it, and our own part of it.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { pathsOf } from '../src/evidence/paths.ts'
import { loadEvidence } from '../src/evidence/store.ts'
import { type Evidence, factsOf } from '../src/evidence.ts'

const project = join(import.meta.dirname, '..')
const rounds = Number(process.argv[2] ?? 11)

interface Round {
  readonly whole: number
  /** What the play waited for: programs that boot, the kernel, the network. */
  readonly waited: number
  readonly looksPerSecond: number
  readonly missed: number
}

function measure(): Round {
  const begun = performance.now()
  const { status } = spawnSync('npm', ['run', '-s', 'lab:handshake'], { cwd: project, stdio: 'ignore' })
  const whole = performance.now() - begun
  if (status !== 0) throw new Error(`npm run lab:handshake ended with status ${status}`)
  const evidence = loadEvidence(join(project, 'runs', 'handshake', 'latest'))
  const waited = factsOf(evidence, 'awaited').reduce((sum, fact) => sum + fact.waited, 0)
  return { whole, waited, looksPerSecond: looksPerSecond(evidence), missed: missed(evidence) }
}

/** How often the table was read at each host while the story went on. */
function looksPerSecond(evidence: Evidence): number {
  const looks = factsOf(evidence, 'look').filter(({ by }) => by === 'table')
  const seconds = Math.max(...looks.map(({ at }) => at)) / 1000
  return looks.reduce((sum, fact) => sum + fact.looks, 0) / seconds
}

/** States that the segments prove, or the record's end, and that none of those who look at the kernel has seen. */
function missed(evidence: Evidence): number {
  const steps = pathsOf(evidence).flatMap(({ steps }) => steps)
  return steps.filter(({ because }) => because.every(({ by }) => by === 'wire')).length
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

function bootOf(args: readonly string[]): number {
  const times = Array.from({ length: rounds }, () => {
    const begun = performance.now()
    spawnSync(process.execPath, args, {
      cwd: project,
      stdio: 'ignore',
      env: { ...process.env, NODE_COMPILE_CACHE: join(project, 'node_modules', '.cache', 'tcp-labs') },
    })
    return performance.now() - begun
  })
  return median(times)
}

measure()
const measured = Array.from({ length: rounds }, measure)
const npm = median(
  Array.from({ length: rounds }, () => {
    const begun = performance.now()
    spawnSync('npm', ['run', '-s', 'lab', '--', '--version'], { cwd: project, stdio: 'ignore' })
    return performance.now() - begun
  }),
)
const whole = median(measured.map((round) => round.whole))
const own = median(measured.map((round) => round.whole - round.waited)) - npm
const lines = [
  `npm run lab:handshake, median of ${rounds}: ${whole.toFixed(0)} ms`,
  `  of that npm and the command line: ${npm.toFixed(0)} ms`,
  `  waiting for the kernel and for programs to boot: ${median(measured.map(({ waited }) => waited)).toFixed(0)} ms`,
  `  our own part: ${own.toFixed(0)} ms`,
  `the kernel's tables, looks a second at both hosts together: ${median(measured.map((round) => round.looksPerSecond)).toFixed(0)}`,
  `transitions that nobody who looks at the kernel has seen: ${measured.reduce((sum, round) => sum + round.missed, 0)}`,
  `a program's boot: plain node ${bootOf(['-e', '0']).toFixed(0)} ms, importing #program ${bootOf(['--input-type=module', '-e', "import('#program')"]).toFixed(0)} ms`,
]
process.stdout.write(`${lines.join('\n')}\n`)
