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
  /** The run's process as seen from outside its namespaces, once it is known. */
  pidOutside(): Promise<number>
  drop(): void
}

export function takeLeash(): Leash {
  const controller = new AbortController()
  const interrupt = (why: string): void => controller.abort(new Interrupted(why))
  const enters: Array<() => void> = []
  const { promise: pid, resolve: learnPid } = Promise.withResolvers<number>()
  const lines = createInterface({ input: process.stdin })
  lines.on('line', (line) => {
    if (line.startsWith('pid ')) learnPid(Number(line.slice(4)))
    else if (line.startsWith('interrupt ')) interrupt(line.slice('interrupt '.length))
    else enters.shift()?.()
  })
  lines.on('close', () => interrupt('the command that started the run is gone'))
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => interrupt(name))
  return {
    signal: controller.signal,
    enter: () => new Promise((resolve) => enters.push(resolve)),
    pidOutside: () => pid,
    drop() {
      lines.removeAllListeners('close')
      lines.close()
      process.stdin.unref()
    },
  }
}
