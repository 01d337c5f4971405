import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { HarnessFailed } from '../system/errors.ts'
import { findWayIn, type WayIn } from '../system/namespaces.ts'
import { takeSlot } from '../system/slot.ts'
import { requireTools, widenPath } from '../system/tools.ts'

/** This program, started again inside namespaces of its own, as whoever stays outside knows it. */
export interface Inside {
  readonly child: ChildProcess
  /** Writes a line to the run's leash (leash.ts). */
  tell(line: string): void
  /** The exit status, when the run is gone and its slot is free again. */
  readonly ended: Promise<number>
}

let way: WayIn | undefined

/** Throws when this machine lacks what every run needs. */
export function requireMachine(): WayIn {
  widenPath()
  requireTools()
  way ??= findWayIn()
  return way
}

/**
 * Starts this program again inside namespaces of its own, with a slot that nobody else has. When whoever started it
 * dies, even of SIGKILL, its leash ends and it follows. Uses child_process itself, since execa takes 50 ms to load and
 * is not needed for handing over.
 */
export async function startInside(args: readonly string[], output: 'inherit' | 'pipe'): Promise<Inside> {
  const [command = '', ...rest] = requireMachine().command
  const slot = await takeSlot()
  const own = [process.execPath, ...process.execArgv, process.argv[1] ?? '', '--inside', String(slot.number), ...args]
  // A session of its own, so that Ctrl+C reaches this process only, and the run hears of it when its record is safe.
  const child = spawn(command, [...rest, ...own], { stdio: ['pipe', output, output], detached: true })
  child.stdin?.on('error', () => {})
  return {
    child,
    tell: (line) => void child.stdin?.write(`${line}\n`),
    ended: ended(child).finally(() => slot.release()),
  }
}

/**
 * Has one run played inside and stays outside, to pass on what the user does: Ctrl+C, signals, Enter. Resolves to the
 * exit status.
 */
export async function launchInside(args: readonly string[], hold: boolean): Promise<number> {
  const inside = await startInside(args, 'inherit')
  const { child, tell } = inside
  passOn(child, tell)
  if (hold) process.stdin.on('data', () => tell('enter')).on('end', () => tell('enter'))
  const telling = hold ? tellPids(child, tell) : undefined
  const status = await inside.ended.finally(() => clearInterval(telling))
  process.stdin.pause()
  return status
}

function passOn(child: ChildProcess, tell: (line: string) => void): void {
  let asked = 0
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      asked += 1
      // Whoever asks three times does not want to wait for a clean end; the kernel then takes the namespaces down.
      if (asked < 3) tell(`interrupt ${name}`)
      else child.kill('SIGKILL')
    })
  }
}

function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new HarnessFailed(`the run could not be started: ${error.message}`)))
    // 'close' comes when all that the run printed has been read, too.
    child.once('close', (status, signal) => {
      if (status !== null && status < 128) resolve(status)
      else if (status === 130) resolve(status)
      else
        reject(
          new HarnessFailed(
            `the run was ended from outside (${signal ?? `status ${status}`}); its namespaces went with it`,
          ),
        )
    })
  })
}

/** The run's processes have numbers of their own in its namespace; for the commands that --hold prints it needs those that others see. */
function tellPids({ pid = 0 }: ChildProcess, tell: (line: string) => void): NodeJS.Timeout {
  return setInterval(() => {
    const pairs = descendants(pid).flatMap((outer) => {
      const [, inner] = /^NSpid:.*\t\d+\t(\d+)$/m.exec(read(`/proc/${outer}/status`)) ?? []
      return inner === undefined ? [] : [`${inner}:${outer}`]
    })
    if (pairs.length > 0) tell(`pids ${pairs.join(' ')}`)
  }, 200)
}

function descendants(pid: number): number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`)
    .split(' ')
    .filter((each) => each !== '')
    .map(Number)
  return [...children, ...children.flatMap(descendants)]
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
