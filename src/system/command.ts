import type { Readable, Writable } from 'node:stream'
import { ExecaError, execa } from 'execa'
import { parseArgsStringToArgv } from 'string-argv'
import { HarnessFailed, HostLacks } from './errors.ts'
import { packageOf } from './tools.ts'

/** Runs a command to its end and returns what it printed; throws with the command, its status and what it complained of. */
export async function run(command: string, args: readonly string[], input?: string): Promise<string> {
  try {
    const { stdout } = await execa(command, args, {
      ...(input === undefined ? { stdin: 'ignore' } : { input }),
      stripFinalNewline: false,
    })
    return stdout
  } catch (error) {
    throw explain(error, command, args)
  }
}

function explain(error: unknown, command: string, args: readonly string[]): Error {
  if (!(error instanceof ExecaError)) return error instanceof Error ? error : new Error(String(error))
  if (error.code === 'ENOENT')
    return new HostLacks(`this machine has no ${command}; install the package ${packageOf[command] ?? command}`)
  const said = String(error.stderr ?? '').trim() || error.shortMessage
  return new HarnessFailed(
    `'${[command, ...args].join(' ')}' failed with status ${error.exitCode ?? error.signal}: ${said}`,
    { cause: error },
  )
}

/** How a command ended: by itself with a status, by a signal, or because it could not be started at all. */
export interface Ending {
  readonly status?: number
  readonly signal?: string
  readonly failure?: string
}

/** A command that goes on until it ends or is stopped. */
export interface Running {
  readonly pid: number
  readonly stdin: Writable
  readonly stdout: Readable
  readonly stderr: Readable
  /** Never rejects. */
  readonly ended: Promise<Ending>
  /** Undefined while it runs. */
  ending(): Ending | undefined
}

export function start(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Running {
  const subprocess = execa(command, args, {
    // Its own session: what a terminal sends to the foreground (Ctrl+C) is ours to pass on, when the record is safe.
    detached: true,
    buffer: false,
    reject: false,
    encoding: 'buffer',
    stdin: 'pipe',
    stdout: 'pipe',
    stderr: 'pipe',
    env: environment,
  })
  let ending: Ending | undefined
  const ended = subprocess.then((result) => {
    ending = {
      ...(result.exitCode === undefined ? {} : { status: result.exitCode }),
      ...(result.signal === undefined ? {} : { signal: result.signal }),
      ...(result.exitCode === undefined && result.signal === undefined
        ? { failure: result.shortMessage ?? 'it did not start' }
        : {}),
    }
    return ending
  })
  const { stdin, stdout, stderr, pid } = subprocess
  // A program that has died cannot be written to; that it died is told by how it ended.
  stdin.on('error', () => {})
  return { pid: pid ?? 0, stdin, stdout, stderr, ended, ending: () => ending }
}

/** Sends the signal to the command and all that it has started; harmless when it is gone. */
export function signal({ pid }: Running, name: NodeJS.Signals): void {
  if (pid === 0) return
  try {
    process.kill(-pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** A command line in words, its quotes honoured, no shell asked: `python3 "my server.py"`. */
export const words = (line: string): string[] => parseArgsStringToArgv(line)
