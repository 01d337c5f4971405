import { createInterface } from 'node:readline'

/** The run was told to stop, by Ctrl+C, a signal, or because whoever started it is gone. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}

/**
 * The line between the command that a user typed and the run inside its namespaces: the run's standard input. When it
 * ends the user's command is dead, even of SIGKILL, and the run takes everything down and follows.
 */
export interface Leash {
  /** Aborts when the run must stop. */
  readonly signal: AbortSignal
  /** The next time that the user presses Enter. */
  enter(): Promise<void>
  /** The number by which a process of the run is known outside its namespaces. */
  pidOutside(inside: number): Promise<number>
  drop(): void
}

export function takeLeash(): Leash {
  const controller = new AbortController()
  const interrupt = (why: string): void => controller.abort(new Interrupted(why))
  const enters: Array<() => void> = []
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
    else enters.shift()?.()
  })
  lines.on('close', () => interrupt('the command that started the run is gone'))
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => interrupt(name))
  return {
    signal: controller.signal,
    enter: () => new Promise((resolve) => enters.push(resolve)),
    async pidOutside(inside) {
      while (!outside.has(inside)) await new Promise<void>((resolve) => learners.add(resolve))
      return outside.get(inside) ?? 0
    },
    drop() {
      lines.removeAllListeners('close')
      lines.close()
      process.stdin.unref()
    },
  }
}
