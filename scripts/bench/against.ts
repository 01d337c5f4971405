// Plays one lab by this checkout and by an older commit in turn, so that whatever else this machine does meets both.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { type Measured, measured, median, project } from './measured.ts'

interface Round extends Measured {
  /** Seconds of the processor: of the command and of all that it has started. */
  readonly cpu: number
  readonly wall: number
}

/** What `npm run lab:handshake` is there, without npm. */
function commandIn(checkout: string): string[] {
  const { scripts } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')) as Manifest
  return scripts['lab:handshake'].split(' ').slice(1)
}

interface Manifest {
  readonly scripts: { readonly 'lab:handshake': string }
}

/** A table of both, a measure a line. */
export function compare(commit: string, rounds: number): Promise<string[]> {
  return withCheckout(commit, async (old) => {
    const checkouts = [old, project]
    // The first fills the compile cache.
    for (const checkout of checkouts) await play(checkout)
    const played: Record<string, Round[]> = { [old]: [], [project]: [] }
    for (let round = 0; round < rounds; round++)
      for (const checkout of checkouts) played[checkout]?.push(await play(checkout))
    const execs = checkouts.map(execsOf)
    const row = (name: string, digits: number, value: (rounds: readonly Round[]) => number): string => {
      const [before, after] = [value(played[old] ?? []), value(played[project] ?? [])]
      const share = before === 0 ? '' : `${((100 * after) / before).toFixed(0)} %`
      return line(name, before.toFixed(digits), after.toFixed(digits), share)
    }
    return [
      `handshake, played ${rounds} times by each in turn, without npm; medians`,
      line('', commit, 'now', ''),
      row('seconds of CPU, of all its processes', 3, (all) => median(all.map(({ cpu }) => cpu))),
      row('seconds from start to end', 3, (all) => median(all.map(({ wall }) => wall))),
      ...(execs.includes(undefined)
        ? ['commands executed: not counted, for there is no strace']
        : [line('commands executed', String(execs[0]), String(execs[1]), '')]),
      row("looks a second at both hosts' tables", 0, (all) => median(all.map(({ looksPerSecond }) => looksPerSecond))),
      row('transitions missed, of all runs together', 0, (all) => all.reduce((sum, each) => sum + each.missed, 0)),
    ]
  })
}

const line = (name: string, before: string, after: string, share: string): string =>
  `${name.padEnd(42)}${before.padStart(12)}${after.padStart(12)}${share.padStart(8)}`.trimEnd()

/** Does the work with the commit checked out in a folder that is gone afterwards; the packages are this checkout's. */
async function withCheckout<Result>(commit: string, work: (folder: string) => Promise<Result>): Promise<Result> {
  const parent = mkdtempSync(join(tmpdir(), 'tcp-labs-bench-'))
  const folder = join(parent, 'checkout')
  const git = (...args: readonly string[]): void => {
    const { status, stderr } = spawnSync('git', args, { cwd: project, encoding: 'utf8' })
    if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr.trim()}`)
  }
  // Ctrl+C goes to what is being played, too, whose end we see.
  process.on('SIGINT', () => {})
  try {
    git('worktree', 'add', '--detach', folder, commit)
    symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'))
    return await work(folder)
  } finally {
    if (existsSync(folder)) git('worktree', 'remove', '--force', folder)
    rmSync(parent, { recursive: true })
  }
}

/** As npm has it: the project's own Node first. */
const environment = {
  ...process.env,
  PATH: [join(project, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
  TCP_LABS_RUNS: '',
}

async function play(checkout: string): Promise<Round> {
  const [began, before] = [performance.now(), childrensTime()]
  const command = commandIn(checkout)
  const { status } = spawnSync(process.execPath, command, { cwd: checkout, stdio: 'ignore', env: environment })
  const [wall, cpu] = [(performance.now() - began) / 1000, childrensTime() - before]
  if (status !== 0) throw new Error(`${command.join(' ')} in ${checkout} ended with status ${status}`)
  return { wall, cpu, ...(await measured(checkout)) }
}

/** Seconds that all who have ended and been waited for, and theirs in turn, have had of the processor (proc(5), cutime and cstime). */
function childrensTime(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  // By hundredths of a second, as Linux counts for every user space.
  return (Number(fields[13]) + Number(fields[14])) / 100
}

/** How many commands a run executes; undefined where nobody can count them. */
function execsOf(checkout: string): number | undefined {
  const log = join(checkout, 'runs', 'execs.log')
  const { error } = spawnSync(
    'strace',
    ['-f', '-qq', '-e', 'trace=execve', '-o', log, process.execPath, ...commandIn(checkout)],
    {
      cwd: checkout,
      stdio: 'ignore',
      env: environment,
    },
  )
  if (error) return undefined
  const count = readFileSync(log, 'utf8').match(/execve.*= 0$/gm)?.length
  rmSync(log)
  return count
}
