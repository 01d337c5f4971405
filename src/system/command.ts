import { type ChildProcess, spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { parseArgsStringToArgv } from 'string-argv'
import { HarnessFailed, HostLacks } from '../errors.ts'
import { bounded, TooLate } from './bounded.ts'
import { makePipes, type Owner } from './pipes.ts'
import { packageOf } from './tools.ts'

/** Tools speak the language that we read, whatever the caller's is. */
export const ofTools = { LC_ALL: 'C' } as const

/** None of the tools that we wait for works for longer; one that does hangs. */
export const patience = 15_000

/** Runs a command to its end and returns what it printed; throws with the command, its status and what it complained of. */
export async function run(command: string, args: readonly string[], input = ''): Promise<string> {
  // A stream for input costs a millisecond. Nothing is left to be killed with this process: tools end soon, or with its namespaces.
  const child =
    input === ''
      ? spawn(command, args, { ...inSession(ofTools), stdio: ['ignore', 'pipe', 'pipe'] })
      : spawn(command, args, { ...inSession(ofTools), stdio: 'pipe' })
  const running = followed(child, child)
  child.stdin?.end(input)
  const [printed, complained] = [collect(running.stdout), collect(running.stderr)]
  const line = [command, ...args].join(' ')
  const ending = await bounded(running.ended, patience, `'${line}' did not end`).catch((error: unknown) => {
    signal(running, 'SIGKILL')
    hangUp(child)
    throw error instanceof TooLate ? new TooLate(`${error.message}, and was killed`) : error
  })
  hangUp(child)
  if (ending.status !== 0) throw explain(command, line, ending, complained())
  return printed()
}

/** Whatever it says until it is asked for. */
function collect(stream: Readable): () => string {
  const chunks: Buffer[] = []
  stream.on('data', (chunk: Buffer) => chunks.push(chunk))
  return () => Buffer.concat(chunks).toString()
}

/** What there is to say of a command that failed: that it is not there, how it ended and what it complained of. */
export function explain(
  command: string,
  line: string,
  { status, signal: name, failure, code }: ProcessEnd,
  said: string,
): Error {
  if (code === 'ENOENT')
    return new HostLacks(`this machine has no ${command}; install the package ${packageOf[command] ?? command}`)
  if (failure !== undefined) return new HarnessFailed(`'${line}' could not be started: ${failure}`)
  const how = name === undefined ? `failed with status ${status}` : `was ended by ${name}`
  const complaint = said.trim() || 'it did not say why'
  return new HarnessFailed(`'${line}' ${how}: ${complaint}`, complaint)
}

/** How a command ended: by itself with a status, by a signal, or because it could not be started at all. */
export interface ProcessEnd {
  readonly status?: number
  readonly signal?: string
  readonly failure?: string
  /** The kernel's name for why it could not be started. */
  readonly code?: string
}

/** A command that goes on until it ends or is stopped. */
export interface Running {
  readonly pid: number
  readonly stdin: Writable
  readonly stdout: Readable
  readonly stderr: Readable
  /**
   * Comes with its exit, when what it had printed by then has been read. Whoever else holds its pipes, a process that it
   * has started and left behind, delays nothing. Never rejects.
   */
  readonly ended: Promise<ProcessEnd>
  /** Undefined while it runs. */
  ending(): ProcessEnd | undefined
}

/** Starts a command before it returns, in the namespaces that this thread is in; a tool's environment is ours save for its language. */
export function start(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = ofTools,
): Running {
  const child = spawn(command, args, { ...inSession(environment), stdio: 'pipe' })
  return { ...followed(child, child), stdin: child.stdin }
}

/**
 * Starts somebody's program before it returns: on pipes, and with this environment alone.
 *
 * @param owner whose the pipes are, where the program is not ours
 * @param more files that it has from 3 on
 */
export function startProgram(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  { owner, more = [] }: { readonly owner?: Owner; readonly more?: readonly number[] } = {},
): Running {
  const pipes = makePipes(owner)
  const child = spawn(command, args, { detached: true, env: environment, stdio: [...pipes.theirs, ...more] })
  const { stdin, stdout, stderr } = pipes.ours()
  return { ...followed(child, { stdin, stdout, stderr }), stdin }
}

/** Its own session: what a terminal sends to the foreground (Ctrl+C) is ours to pass on, when the record is safe. */
const inSession = (environment: Readonly<Record<string, string>>) =>
  ({ detached: true, env: { ...process.env, ...environment } }) as const

/** A program's streams on our side. */
interface Streams {
  readonly stdin: Writable | null
  readonly stdout: Readable
  readonly stderr: Readable
}

function followed(child: ChildProcess, { stdin, stdout, stderr }: Streams): Omit<Running, 'stdin'> {
  let ending: ProcessEnd | undefined
  const exited = new Promise<ProcessEnd>((resolve) => {
    child.once('exit', (status, name) => resolve(name === null ? { status: status ?? 0 } : { signal: name }))
    child.once('error', ({ message, code }: NodeJS.ErrnoException) =>
      resolve({ failure: message, ...(code === undefined ? {} : { code }) }),
    )
  })
  const ended = exited.then(async (how) => {
    // What it printed is in its pipes by now, and each turn of the event loop reads them until they are empty.
    await setImmediate()
    await setImmediate()
    ending = how
    return how
  })
  // What has died cannot be written to; that it died is told by how it ended.
  stdin?.on('error', () => {})
  return { pid: child.pid ?? 0, stdout, stderr, ended, ending: () => ending }
}

/** Sends the signal to the command and all that it has started in its session; harmless when it is gone. */
export function signal({ pid }: Pick<Running, 'pid'>, name: NodeJS.Signals): void {
  if (pid === 0) return
  try {
    process.kill(-pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Closes our ends of its pipes: what still holds the others keeps nothing of ours waiting. */
function hangUp({ stdin, stdout, stderr }: Pick<Running, 'stdout' | 'stderr'> & { stdin: Writable | null }): void {
  for (const pipe of [stdin, stdout, stderr]) pipe?.destroy()
}

/** It has so long to end by itself when it is asked to, and so long to be gone when it is killed. */
const grace = { asked: 2000, killed: 5000 } as const

/** Ends it: asks by SIGTERM, which a stopped process hears only when it goes on, and does not ask twice. */
export async function stop(running: Running): Promise<void> {
  signal(running, 'SIGTERM')
  signal(running, 'SIGCONT')
  await bounded(running.ended, grace.asked, 'it did not end').catch(() => kill(running))
  hangUp(running)
}

/** Ends it, and its session with it, at once. */
export async function kill(running: Running): Promise<void> {
  signal(running, 'SIGKILL')
  await bounded(running.ended, grace.killed, `process ${running.pid} was not gone after SIGKILL`)
  hangUp(running)
}

/** A command line in splitWords, its quotes honoured, no shell asked: `python3 "my server.py"`. */
export const splitWords = (line: string): string[] => parseArgsStringToArgv(line)
