import { HarnessFailed } from '../errors.ts'
import { within } from '../system/calls.ts'
import { type Running, signal, start, stop } from '../system/command.ts'
import type { Within } from '../witness.ts'
import { before } from './deadline.ts'

/** What tcpdump has counted since it began. Packets. */
export interface Counts {
  readonly captured: number
  /** By its filter, some of which it may not have read yet. */
  readonly received: number
  /** Lost by the kernel, for tcpdump did not read fast enough. */
  readonly dropped: number
}

/** A tcpdump that listens. */
export interface Tcpdump {
  /** How it ended, when it has; nobody but us should end it. */
  readonly ended: Promise<string>
  /** Undefined while it runs. */
  ending(): string | undefined
  /** Undefined when it does not answer in time, or is no more. */
  counts(patience: number): Promise<Counts | undefined>
  /** Resolves when it is gone, which is soon even where it does not hear. */
  stop(): Promise<void>
}

/** How long a machine under load may take to start tcpdump. Milliseconds. */
const startsWithin = 20_000

const countsLine = /(\d+) packets? captured, (\d+) packets? received by filter, (\d+) packets? dropped by kernel/

/** Starts it, and waits until it listens. */
export async function startTcpdump(
  { command, args, at }: Within,
  who: string,
  onPrinted: (chunk: Buffer) => void,
): Promise<Tcpdump> {
  const running = within(at ?? {}, () => start(command, args))
  // At once: what nobody listens for is thrown away.
  running.stdout.on('data', onPrinted)
  const says = listen(running)
  const ending = (): string | undefined => {
    const how = running.ending()
    return how && (how.failure ?? how.signal ?? `status ${how.status}`)
  }
  if (!(await says.hear(/listening on/, startsWithin))) {
    await stop(running)
    throw new HarnessFailed(`${who} does not listen: ${says.said().trim() || ending() || 'it says nothing'}`)
  }
  return {
    ended: running.ended.then(() => ending() ?? ''),
    ending,
    async counts(patience) {
      if (running.ending()) return undefined
      signal(running, 'SIGUSR1')
      const [, captured, received, dropped] = (await says.hear(countsLine, patience)) ?? []
      if (captured === undefined) return undefined
      return { captured: Number(captured), received: Number(received), dropped: Number(dropped) }
    },
    stop: () => stop(running),
  }
}

/** What it says on its standard error, and waiting for it to say something. */
function listen(running: Running) {
  let said = ''
  let wake = (): void => {}
  running.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString()
    wake()
  })
  const gone = running.ended.then(() => wake())
  return {
    said: () => said,
    /** What it says of this form, once; undefined when it ends or the time is over before. */
    async hear(pattern: RegExp, patience: number): Promise<RegExpExecArray | undefined> {
      for (const begun = performance.now(); ; ) {
        const found = pattern.exec(said)
        if (found) {
          said = said.slice(found.index + found[0].length)
          return found
        }
        const rest = patience - (performance.now() - begun)
        if (running.ending() || rest <= 0) return undefined
        const news = new Promise<void>((resolve) => {
          wake = resolve
        })
        await before(rest, Promise.race([news, gone]))
      }
    },
  }
}
