// Besieges the labs: a machine that is slow or crowded, and helpers that are killed or stopped at random instants.
// `npm run test:siege -- --help` says how; it takes long, so that npm test does not do it.
import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { Command } from 'commander'
import { execa } from 'execa'
import { labNames } from '../../src/catalogue/names.ts'
import { loadLab } from '../../src/catalogue.ts'
import { alive, family, project, stateOfHost } from '../labs/cli.ts'

interface Ended {
  readonly what: string
  readonly status: number
  readonly seconds: number
  readonly said: string
}

interface Place {
  /** Puts a process, and all that it starts, there. */
  enter(pid: number): void
  leave(): void
}

/** A part of a core for each run, by whichever version of cgroups this machine has. */
function slowPlace(name: string, percent: number): Place {
  const isSecond = existsSync('/sys/fs/cgroup/cgroup.controllers')
  const folder = `/sys/fs/cgroup/${isSecond ? '' : 'cpu/'}tcp-labs-siege-${process.pid}-${name}`
  mkdirSync(folder)
  if (isSecond) writeFileSync(`${folder}/cpu.max`, `${percent * 1000} 100000`)
  else {
    writeFileSync(`${folder}/cpu.cfs_period_us`, '100000')
    writeFileSync(`${folder}/cpu.cfs_quota_us`, `${percent * 1000}`)
  }
  return {
    enter: (pid) => writeFileSync(`${folder}/cgroup.procs`, String(pid)),
    leave: () => rmdirSync(folder),
  }
}

/** Starts a run and resolves when it has ended; it is put into its place before it does anything. */
async function play(args: readonly string[], place?: Place, besiege?: (pid: number) => Promise<void>): Promise<Ended> {
  const begun = performance.now()
  // The shell waits for a line, so that what it becomes starts in its place.
  const run = execa('sh', ['-c', 'read -r _; exec "$@"', 'sh', process.execPath, 'src/cli.ts', 'run', ...args, '--again', '0'], {
    cwd: project, reject: false, stdin: 'pipe', all: true, timeout: 900_000, forceKillAfterDelay: 20_000,
  }) // biome-ignore format: one order
  place?.enter(run.pid ?? 0)
  run.stdin.end('\n')
  const [{ exitCode, all }] = await Promise.all([run, besiege?.(run.pid ?? 0)])
  place?.leave()
  const seconds = (performance.now() - begun) / 1000
  return { what: args.join(' '), status: exitCode ?? -1, seconds, said: String(all) }
}

/** Plays them, so many at once, and says how each ended; resolves to those that ended as they must not. */
async function playAll(jobs: ReadonlyArray<() => Promise<Ended>>, atOnce: number, isWrong: (ended: Ended) => boolean) {
  const wrong: Ended[] = []
  const waiting = [...jobs]
  const counts = new Map<number, number>()
  const hand = async (): Promise<void> => {
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      const ended = await job()
      counts.set(ended.status, (counts.get(ended.status) ?? 0) + 1)
      const mark = isWrong(ended) ? '✘' : ' '
      console.log(
        `${mark} ${String(ended.status).padStart(3)} ${ended.seconds.toFixed(1).padStart(6)} s  ${ended.what}`,
      )
      if (isWrong(ended)) wrong.push(ended)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, hand))
  for (const { what, said } of wrong) console.log(`\n--- ${what}\n${said}`)
  console.log(
    `\n${[...counts].map(([status, count]) => `${count} ended with ${status}`).join(', ')}; wrong: ${wrong.length}`,
  )
  process.exitCode = wrong.length > 0 ? 1 : 0
}

/** Labs, or their twins, in turn; the one that takes a minute is left out. */
async function chosen(twins: boolean, count: number): Promise<string[][]> {
  const names = labNames().filter((name) => name !== 'time-wait')
  const all = twins
    ? (
        await Promise.all(
          names.map(async (name) => Object.keys((await loadLab(name)).twins).map((twin) => [name, '--twin', twin])),
        )
      ).flat()
    : names.map((name) => [name])
  const step = Math.max(1, Math.floor(all.length / count))
  return Array.from(
    { length: count },
    (_, index) => all[(index * step + Math.floor((index * step) / all.length)) % all.length] ?? [],
  )
}

interface Many {
  readonly runs: string
  readonly atOnce: string
  readonly twins?: boolean
}

/** A right lab must not fail and a twin must not pass, however late the machine is. */
const mustNot =
  (twins: boolean) =>
  ({ status }: Ended): boolean =>
    status === (twins ? 0 : 1) || ![0, 1, 2].includes(status)

async function slow({ percent, runs, atOnce, twins = false }: Many & { readonly percent: string }): Promise<void> {
  const jobs = (await chosen(twins, Number(runs))).map(
    (args, index) => () => play(args, slowPlace(String(index), Number(percent))),
  )
  await playAll(jobs, Number(atOnce), mustNot(twins))
}

async function busy({ loops, runs, atOnce, twins = false }: Many & { readonly loops: string }): Promise<void> {
  const spinners = Array.from({ length: Number(loops) }, () =>
    execa('sh', ['-c', 'while :; do :; done'], { reject: false }),
  )
  try {
    await playAll(
      (await chosen(twins, Number(runs))).map((args) => () => play(args)),
      Number(atOnce),
      mustNot(twins),
    )
  } finally {
    for (const spinner of spinners) spinner.kill('SIGKILL')
    await Promise.all(spinners)
  }
}

/** So long a run may take after its helper was hit, besides its own time. */
const graceSeconds = 15

async function kill({
  signal,
  times,
  lab,
}: {
  readonly signal: NodeJS.Signals
  readonly times: string
  readonly lab: string
}) {
  const before = await stateOfHost()
  const jobs = Array.from({ length: Number(times) }, () => () => hit(lab, signal))
  const alone = await play([lab])
  await playAll(
    jobs,
    1,
    ({ what, status, seconds, said }) =>
      !statusesAfter(what, signal).includes(status) ||
      seconds > alone.seconds + graceSeconds ||
      said.includes('STILL THERE'),
  )
  if ((await stateOfHost()) !== before) {
    console.log('the host is not as it was')
    process.exitCode = 1
  }
}

/** A program under test that is ended has failed; of the command itself that is killed nothing but its end can be seen. */
function statusesAfter(what: string, signal: string): readonly number[] {
  if (what.includes('/labs/')) return [0, 1, 2, 70]
  const isCommand = /cli\.ts run/.test(what) && !what.includes('--inside')
  return [0, 2, 70, 130, ...(isCommand && signal === 'SIGKILL' ? [-1] : [])]
}

/** Plays the lab and sends the signal to one of its processes, whichever chance chooses, at some instant. */
async function hit(lab: string, signal: NodeJS.Signals): Promise<Ended> {
  let target = ''
  const seen = new Set<number>()
  const ended = await play([lab], undefined, async (started) => {
    await sleep(100 + Math.random() * 3500)
    const members = [...family(started)]
    for (const [pid] of members) seen.add(pid)
    // Whoever stops the command itself, as by Ctrl+Z, wants it to wait.
    const targets = signal === 'SIGSTOP' ? members.slice(1) : members
    const [pid, command] = targets[Math.floor(Math.random() * targets.length)] ?? []
    target = command ?? ''
    if (pid) process.kill(pid, signal)
  })
  for (let tries = 0; tries < 75 && alive(seen).length > 0; tries++) await sleep(200)
  const left = alive(seen)
  const said = left.length > 0 ? `${ended.said}\nSTILL THERE: ${left.join(' ')}` : ended.said
  return { ...ended, said, what: `${lab}, ${signal} to ${target.slice(0, 90)}` }
}

const siege = new Command('siege').description('labs on a slow or crowded machine, and with helpers hit at random')
const many = (command: Command, runs: string, atOnce: string) =>
  command
    .option('--runs <number>', 'so many runs', runs)
    .option('--at-once <number>', 'so many side by side', atOnce)
    .option('--twins', 'twins, none of which may pass, instead of labs, none of which may fail')
many(siege.command('slow'), '60', '8').option('--percent <number>', 'of a core for each run', '3').action(slow)
many(siege.command('busy'), '60', '4').option('--loops <number>', 'busy loops beside', '100').action(busy)
siege
  .command('kill')
  .option('--signal <name>', 'SIGKILL, SIGTERM, SIGSTOP', 'SIGKILL')
  .option('--times <number>', 'so many runs', '30')
  .option('--lab <name>', 'the lab', 'close-wait')
  .action(kill)
await siege.parseAsync()
