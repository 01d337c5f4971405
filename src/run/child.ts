import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import type { Planned } from '../catalogue/plan.ts'
import { HostLacks } from '../errors.ts'
import type { End } from '../evidence.ts'
import type { Limits } from '../system/limits.ts'
import { exitStatus } from './exit-status.ts'
import { type Inside, type RunEnd, startInside } from './inside.ts'
import { Interrupted } from './interrupted.ts'
import { newsIn } from './news.ts'
import type { Asked, RecordedVerdict } from './verdict-file.ts'

/** How one of many runs ended. */
export interface Ended {
  readonly planned: Planned
  readonly status: number
  readonly seconds: number
  /** What it was judged; a run that failed on its way has no verdict. */
  readonly file?: RecordedVerdict
  /** Why it has none. */
  readonly reason?: string
}

export interface ChildOptions {
  readonly ipv6: boolean
  /** Whether a page is written beside the record. */
  readonly page: boolean
  /** Asks the run to take everything down and end; the reason is the signal's name. */
  readonly stop: AbortSignal
  /** Ends it at once. */
  readonly kill: AbortSignal
  /** Told once the play has done its work and only waits. */
  onWait(): void
  /** Somebody's own program in the place of one of the lab's. */
  readonly own?: OwnProgram
  /** Where the record goes instead of runs/. */
  readonly place?: string
}

/** A program that nobody trusts, as the command `run` is told of it. */
export interface OwnProgram {
  readonly role: End
  readonly command: string
  /** In which it is started, and all that it sees of one's own. */
  readonly folder: string
  readonly limit: Partial<Limits>
}

/** Has a run played in a process of its own, as `lab run --json` does it, of a twin too; never rejects. */
export async function playChild(planned: Planned & Pick<Asked, 'twin'>, options: ChildOptions): Promise<Ended> {
  const begun = performance.now()
  const end = (rest: Pick<Ended, 'status' | 'file' | 'reason'>): Ended => ({
    planned,
    seconds: (performance.now() - begun) / 1000,
    ...rest,
  })
  try {
    return end(await outcomeOf(planned, options))
  } catch (error) {
    return end({ status: statusOf(error), reason: error instanceof Error ? error.message : String(error) })
  }
}

function statusOf(error: unknown): number {
  if (error instanceof Interrupted) return exitStatus.interrupted
  return error instanceof HostLacks ? exitStatus.host : exitStatus.harness
}

async function outcomeOf(
  { lab, variant, twin }: Planned & Pick<Asked, 'twin'>,
  options: ChildOptions,
): Promise<RunEnd & { reason?: string }> {
  const asked: Asked = {
    lab,
    ...(variant === undefined ? {} : { variant }),
    ...(twin === undefined ? {} : { twin }),
  }
  const { lab: _, ...change } = asked
  const { ipv6, page, own, place } = options
  const ordered = { ...change, ipv6, page, json: true, ...(own ? ordersOf(own) : {}) }
  const inside = await startInside(asked, ordered, { output: 'pipe', tellsNews: true, ...(place ? { place } : {}) })
  const leave = stopWith(inside, options)
  try {
    const said = heard(inside.child.stderr, options.onWait)
    const outcome = await inside.ended
    return outcome.file ? outcome : { ...outcome, reason: await said }
  } finally {
    for (const each of leave) each()
  }
}

const ordersOf = ({ role, command, folder, limit }: OwnProgram) => ({ [role]: command, folder, limit })

/** Passes on the wish to end. */
const stopWith = ({ interrupt }: Inside, { stop, kill }: ChildOptions) => [
  when(stop, () => interrupt(String(stop.reason))),
  // Three times at once: whoever kills does not wait.
  when(kill, () => ['SIGKILL', 'SIGKILL', 'SIGKILL'].forEach(interrupt)),
]

/** Why it came to no verdict, by the time it ends, or else whatever it said; that it waits is told at once. */
async function heard(stream: Readable | null, onWait: () => void): Promise<string> {
  const said: string[] = []
  let reason: string | undefined
  for await (const line of createInterface({ input: stream ?? Readable.from([]) })) {
    const news = newsIn(line)
    if (news?.tells === 'it waits') onWait()
    else if (news) reason = news.reason
    else said.push(line)
  }
  return reason ?? (said.join('\n').trim() || 'it said nothing')
}

/** Calls back when the signal comes, or now if it has come; the returned function forgets it. */
function when(signal: AbortSignal, act: () => void): () => void {
  if (signal.aborted) act()
  signal.addEventListener('abort', act, { once: true })
  return () => signal.removeEventListener('abort', act)
}
