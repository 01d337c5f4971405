import { type ChildProcess, spawnSync } from 'node:child_process'
import { HarnessFailed } from '../errors.ts'
import type { Entry } from '../system/namespaces.ts'
import { childrenOf, numbersOf, processOf } from '../system/processes.ts'

/** Who stays outside sees to it that the run ends, whatever state it is in. */
export interface Guard {
  /** Ends it at once; the reason is told instead of what it ended with. */
  kill(why: Error): void
  /** Why it was killed, if it was. */
  killed(): Error | undefined
  /** The run is gone. */
  drop(): void
}

const interval = 500
/** Whoever stops a process for a moment, to look at it, may. */
const looks = 5

/**
 * A run that is stopped (state T) cannot take itself down, hears no interrupt, and would keep its namespaces for ever:
 * it is given two seconds and killed.
 */
export function guard(child: ChildProcess, { as }: Entry): Guard {
  let why: Error | undefined
  let stopped = 0
  let dropped = false
  const kill = (reason: Error): void => {
    // Its number may be another's by then.
    if (dropped) return
    why ??= reason
    killAll(leaders(child.pid ?? 0), as === 'sudo')
  }
  const timer = setInterval(() => {
    const held = leaders(child.pid ?? 0).find((pid) => processOf(pid)?.state === 'T')
    stopped = held === undefined ? 0 : stopped + 1
    if (stopped >= looks) kill(new HarnessFailed(`process ${held} of the run was stopped, and the run was killed`))
  }, interval)
  timer.unref()
  const drop = (): void => {
    dropped = true
    clearInterval(timer)
  }
  return { kill, killed: () => why, drop }
}

/** From the command that was started down to process 1 of the run, on whose life all others hang. */
function leaders(pid: number): number[] {
  if (pid === 0) return []
  const [, own] = numbersOf(pid)
  const [child] = own === 1 ? [] : childrenOf(pid)
  return [pid, ...(child === undefined ? [] : leaders(child))]
}

/** What sudo has started is root's, and only root may end it. */
function killAll(pids: readonly number[], bySudo: boolean): void {
  if (bySudo) spawnSync('sudo', ['-n', 'kill', '-KILL', ...pids.map(String)])
  for (const pid of bySudo ? [] : pids) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
}
