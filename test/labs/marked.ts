import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { execa } from 'execa'
import { project } from './cli.ts'

/** A process that belongs to one run. */
export interface Member {
  readonly pid: number
  readonly line: string
  readonly state: string
}

/**
 * A run that goes on, all of whose processes carry a mark in their environment: whoever their parents are, they can be found. It
 * stands in PATH, which the programs get too.
 */
export interface MarkedRun {
  readonly command: ReturnType<typeof startCommand>
  members(): Member[]
  /** Unlike execa's own, once. */
  signal(name: NodeJS.Signals): void
  /** Those whose command line holds this. */
  named(part: string): Member[]
}

const startCommand = (args: readonly string[], env: Record<string, string>, program: string) =>
  execa(process.execPath, [join(program, 'src', 'cli.ts'), ...args], {
    cwd: program,
    reject: false,
    stdin: 'ignore',
    env,
  })

export function startMarked(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  program = project,
): MarkedRun {
  const mark = randomUUID()
  const path = `${env.PATH ?? process.env.PATH}:/${mark}`
  const command = startCommand(args, { ...env, PATH: path, TCP_LABS_SUDO: '' }, program)
  const members = () => membersOf(mark)
  const signal = (name: NodeJS.Signals) => void command.nodeChildProcess.kill(name)
  return { command, members, signal, named: (part) => members().filter(({ line }) => line.includes(part)) }
}

/** Waits until it is so; unlike vitest's own it may be called in tests that go on at the same time. */
export async function eventually(what: string, isSo: () => boolean, timeout = 30_000): Promise<void> {
  for (const begun = performance.now(); !isSo(); await setTimeout(100))
    if (performance.now() - begun > timeout) throw new Error(`${what}: not within ${timeout / 1000} s`)
}

/** Waits until the run's play is in its middle; one that ends before it has come there says how. */
export async function inItsMiddle(run: MarkedRun): Promise<void> {
  let ended: string | undefined
  run.command.then(({ exitCode, stdout, stderr }) => {
    ended = `status ${exitCode}\n${stderr}\n${stdout}`
  })
  const isThere = () => run.named('').some(({ line }) => /server\.ts \S+ 8080 $/.test(line))
  await eventually('its server is there, or it has ended', () => isThere() || ended !== undefined)
  if (ended !== undefined) throw new Error(`it has ended, and its server was not seen: ${ended}`)
}

/** Waits until none of its processes is there any more. */
export async function isGone(run: MarkedRun, timeout = 15_000): Promise<void> {
  const lines = () => run.members().map(({ pid, state, line }) => `${pid} ${state} ${line}`)
  await eventually('nothing of the run stays', () => lines().length === 0, timeout).catch((error: Error) => {
    throw new Error(`${error.message}: ${lines().join('\n')}`)
  })
}

const membersOf = (mark: string): Member[] =>
  readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name) || !read(`/proc/${name}/environ`).includes(mark)) return []
    const state = /^State:\s+(\S)/m.exec(read(`/proc/${name}/status`))?.[1] ?? ''
    return [{ pid: Number(name), line: read(`/proc/${name}/cmdline`).replaceAll('\0', ' '), state }]
  })

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // It ended meanwhile.
    return ''
  }
}

/** Sends the signal to each of these, of which there must be some. */
export function signalAll(members: readonly Member[], name: NodeJS.Signals): void {
  // Number 0 would mean this very process and all its kin.
  if (members.length === 0) throw new Error('there is nothing to send a signal to')
  for (const { pid } of members) process.kill(pid, name)
}

/** Stops them, and waits until they are: a signal is only sent, and what follows may overtake it. */
export async function stopAll(members: readonly Member[]): Promise<void> {
  signalAll(members, 'SIGSTOP')
  const isStopped = ({ pid }: Member): boolean => {
    try {
      return /^State:\s+[TZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
    } catch {
      return true
    }
  }
  await eventually('they are stopped', () => members.every(isStopped))
}
