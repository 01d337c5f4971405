import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { HarnessFailed } from '../system/errors.ts'
import { findWayIn } from '../system/namespaces.ts'
import { takeSlot } from '../system/slot.ts'
import { requireTools, widenPath } from '../system/tools.ts'

/**
 * Starts this program again inside namespaces of its own and stays outside, to pass on what the user does: Ctrl+C,
 * signals, Enter. Resolves to the exit status. Uses child_process itself, since execa takes 50 ms to load and is not
 * needed for handing over.
 */
export async function launchInside(args: readonly string[], hold: boolean): Promise<number> {
  widenPath()
  requireTools()
  const slot = await takeSlot()
  const [command = '', ...rest] = findWayIn().command
  const own = [process.execPath, ...process.execArgv, process.argv[1] ?? '', '--inside', String(slot.number), ...args]
  // A session of its own, so that Ctrl+C reaches this process only, and the run hears of it when its record is safe.
  const child = spawn(command, [...rest, ...own], { stdio: ['pipe', 'inherit', 'inherit'], detached: true })
  child.stdin?.on('error', () => {})
  const tell = (line: string): void => void child.stdin?.write(`${line}\n`)
  passOn(child, tell)
  if (hold) process.stdin.on('data', () => tell('enter')).on('end', () => tell('enter'))
  const telling = hold ? tellPids(child, tell) : undefined
  const status = await ended(child).finally(() => clearInterval(telling))
  process.stdin.pause()
  await slot.release()
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
    child.once('exit', (status, signal) => {
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
