import type { Readable } from 'node:stream'
import { HostLacks } from '../system/errors.ts'
import { startInside } from './launch.ts'
import type { Planned } from './plan.ts'
import { exitStatus, type RecordedVerdict } from './verdict.ts'

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
  /** Asks the run to take everything down and end; the reason is the signal's name. */
  readonly stop: AbortSignal
  /** Ends it at once. */
  readonly kill: AbortSignal
}

/** Has a run played in a process of its own, as `lab run --json` does it; never rejects. */
export async function playChild(planned: Planned, options: ChildOptions): Promise<Ended> {
  const begun = performance.now()
  const end = (rest: Pick<Ended, 'status' | 'file' | 'reason'>): Ended => ({
    planned,
    seconds: (performance.now() - begun) / 1000,
    ...rest,
  })
  try {
    return end(await outcomeOf(planned, options))
  } catch (error) {
    const status = error instanceof HostLacks ? exitStatus.host : exitStatus.harness
    return end({ status, reason: error instanceof Error ? error.message : String(error) })
  }
}

async function outcomeOf({ lab, variant }: Planned, { ipv6, stop, kill }: ChildOptions) {
  const args = ['run', lab, ...(variant === undefined ? [] : ['--variant', variant]), ...(ipv6 ? ['--ipv6'] : [])]
  const { child, tell, ended } = await startInside([...args, '--json'], 'pipe')
  const leave = [
    when(stop, () => tell(`interrupt ${stop.reason}`)),
    when(kill, () => void child.kill('SIGKILL')),
  ] // biome-ignore format: one wish a line
  try {
    const [status, printed, said] = await Promise.all([ended, textOf(child.stdout), textOf(child.stderr)])
    return outcome(status, printed, said)
  } finally {
    for (const each of leave) each()
  }
}

/** A status is believed only with the verdict that belongs to it: a run that prints none has not passed. */
function outcome(status: number, printed: string, said: string): Pick<Ended, 'status' | 'file' | 'reason'> {
  const judged = status === exitStatus.pass || status === exitStatus.fail || status === exitStatus.unknown
  if (!judged) return { status, reason: reasonIn(said) }
  const file = verdictIn(printed)
  if (file?.status === status) return { status, file }
  return { status: exitStatus.harness, reason: `the run ended with status ${status} and printed no such verdict` }
}

function verdictIn(printed: string): RecordedVerdict | undefined {
  try {
    return JSON.parse(printed) as RecordedVerdict
  } catch {
    return undefined
  }
}

/** What the command complained of, without its name and without what it said on the way there. */
const reasonIn = (said: string): string =>
  /^lab: ([\s\S]+)/m.exec(said)?.[1]?.trim() ?? (said.trim() || 'it said nothing')

async function textOf(stream: Readable | null): Promise<string> {
  let text = ''
  for await (const chunk of stream?.setEncoding('utf8') ?? []) text += chunk as string
  return text
}

/** Calls back when the signal comes, or now if it has come; the returned function forgets it. */
function when(signal: AbortSignal, act: () => void): () => void {
  if (signal.aborted) act()
  signal.addEventListener('abort', act, { once: true })
  return () => signal.removeEventListener('abort', act)
}
