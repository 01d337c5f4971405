// Measures what a run costs: the whole command as a user types it, and our own part of it. With `--against <commit>`, what it
// costs now beside what it cost then.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { compare } from './bench/against.ts'
import { type Measured, measured, median, project } from './bench/measured.ts'

interface Round extends Measured {
  readonly whole: number
}

async function measure(): Promise<Round> {
  const begun = performance.now()
  const { status } = spawnSync('npm', ['run', '-s', 'lab:handshake'], { cwd: project, stdio: 'ignore' })
  const whole = performance.now() - begun
  if (status !== 0) throw new Error(`npm run lab:handshake ended with status ${status}`)
  return { whole, ...(await measured(project)) }
}

function bootOf(args: readonly string[], rounds: number): number {
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

async function bench(rounds: number): Promise<string[]> {
  await measure()
  const played: Round[] = []
  while (played.length < rounds) played.push(await measure())
  const npm = median(
    Array.from({ length: rounds }, () => {
      const begun = performance.now()
      spawnSync('npm', ['run', '-s', 'lab', '--', '--version'], { cwd: project, stdio: 'ignore' })
      return performance.now() - begun
    }),
  )
  const whole = median(played.map((round) => round.whole))
  const own = median(played.map((round) => round.whole - round.waited)) - npm
  return [
    `npm run lab:handshake, median of ${rounds}: ${whole.toFixed(0)} ms`,
    `  of that npm and the command line: ${npm.toFixed(0)} ms`,
    `  waiting for the kernel and for programs to boot: ${median(played.map(({ waited }) => waited)).toFixed(0)} ms`,
    `  our own part: ${own.toFixed(0)} ms`,
    `the kernel's tables, looks a second at both hosts together: ${median(played.map((round) => round.looksPerSecond)).toFixed(0)}`,
    `transitions that nobody who looks at the kernel has seen: ${played.reduce((sum, round) => sum + round.missed, 0)}`,
    `a program's boot: plain node ${bootOf(['-e', '0'], rounds).toFixed(0)} ms, importing #program ${bootOf(['--input-type=module', '-e', "import('#program')"], rounds).toFixed(0)} ms`,
  ]
}

const { values, positionals } = parseArgs({ options: { against: { type: 'string' } }, allowPositionals: true })
const rounds = Number(positionals[0] ?? 11)
const lines = values.against === undefined ? await bench(rounds) : await compare(values.against, rounds)
process.stdout.write(`${lines.join('\n')}\n`)
