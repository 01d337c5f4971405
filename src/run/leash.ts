import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { HarnessFailed } from '../errors.ts'
import { exitStatus } from './exit-status.ts'
import { Interrupted } from './interrupted.ts'

/**
 * The line between the command that a user typed and the run inside its namespaces: the run's standard input. When it
 * ends the user's command is dead, even of SIGKILL, and the run takes everything down and follows.
 */
export interface Leash {
  /** Aborts when the run must stop. */
  readonly signal: AbortSignal
  /** The user presses Enter; one that came early, or the end of the user's input, is remembered. */
  enter(): Promise<void>
  /** The number by which a process of the run is known outside its namespaces. */
  pidOutside(inside: number): Promise<number>
  drop(): void
}

/** What a run that must stop may take to take everything down. Whoever started it, or the kernel, waits a little longer. */
const grace = 9000

export function takeLeash(): Leash {
  const controller = new AbortController()
  let deadline: NodeJS.Timeout | undefined
  const stop = (why: Error): void => {
    controller.abort(why)
    deadline ??= setTimeout(() => endHard(controller.signal.reason as Error), grace).unref()
  }
  const interrupt = (why: string): void => stop(new Interrupted(why))
  // What nobody caught leaves nobody knows what behind: the run is taken down and has failed.
  process.setUncaughtExceptionCaptureCallback((error) => stop(new HarnessFailed(error.stack ?? String(error))))
  const enters: Array<() => void> = []
  let early = 0
  const outside = new Map<number, number>()
  const learners = new Set<() => void>()
  const learn = (pairs: string): void => {
    for (const pair of pairs.split(' ')) {
      const [inner = 0, outer = 0] = pair.split(':').map(Number)
      outside.set(inner, outer)
    }
    for (const learner of learners) learner()
  }
  const lines = createInterface({ input: process.stdin })
  lines.on('line', (line) => {
    if (line.startsWith('pids ')) learn(line.slice('pids '.length))
    else if (line.startsWith('interrupt ')) interrupt(line.slice('interrupt '.length))
    else if (line === 'no more input') {
      early = Number.POSITIVE_INFINITY
      for (const entered of enters.splice(0)) entered()
    } else if (enters.length > 0) enters.shift()?.()
    else early += 1
  })
  lines.on('close', () => interrupt('the command that started the run is gone'))
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => interrupt(name))
  return {
    signal: controller.signal,
    enter() {
      if (early === 0) return new Promise((resolve) => enters.push(resolve))
      early -= 1
      return Promise.resolve()
    },
    async pidOutside(inside) {
      while (!outside.has(inside)) await new Promise<void>((resolve) => learners.add(resolve))
      return outside.get(inside) ?? 0
    },
    drop() {
      clearTimeout(deadline)
      process.setUncaughtExceptionCaptureCallback(null)
      lines.removeAllListeners('close')
      lines.close()
      process.stdin.unref()
    },
  }
}

/** We are process 1 of the run's namespaces: the kernel takes down what we could not. */
function endHard(why: Error): never {
  writeSync(2, `lab: the run could not be taken down within ${grace / 1000} s, and was cut off: ${why.message}\n`)
  process.exit(why instanceof Interrupted ? exitStatus.interrupted : exitStatus.harness)
}
