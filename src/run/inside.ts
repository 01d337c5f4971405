import { type ChildProcess, spawn } from 'node:child_process'
import { compileCache } from '../catalogue/names.ts'
import { HarnessFailed } from '../errors.ts'
import { type Entry, findEntry } from '../system/namespaces.ts'
import { type Slot, takeSlot } from '../system/slot.ts'
import { requireTools, widenPath } from '../system/tools.ts'
import { exitStatus } from './exit-status.ts'
import { newRunFolder, removeIfEmpty, removeUnjudged } from './folders.ts'
import { type Guard, guard } from './guard.ts'
import { Interrupted } from './interrupted.ts'
import type { RecordedVerdict } from './verdict-file.ts'
import { type Asked, earnedVerdict } from './verdict-file.ts'

/** How a run ended: with a verdict that it has earned its status by, or with a status that says why there is none. */
export interface RunEnd {
  readonly status: number
  readonly file?: RecordedVerdict
}

/** What the one inside is to do; `options` are those of the command `run`. */
export interface Order {
  readonly lab: string
  /** Whether it says when its play only waits. */
  readonly tellsNews: boolean
  readonly options: object
}

/** This program, started again inside namespaces of its own, as whoever stays outside knows it. */
export interface Inside {
  readonly child: ChildProcess
  /** Writes a line to the run's leash (leash.ts). */
  tell(line: string): void
  /** Asks it to take everything down and end; where it does not in ten seconds, or is asked too often, it is killed. */
  interrupt(why: string): void
  /** When the run is gone and its slot is free again; rejects with why it came to no end of its own. */
  readonly ended: Promise<RunEnd>
}

let way: Entry | undefined

/** Throws when this machine lacks what every run needs. */
export function requireMachine(): Entry {
  widenPath()
  requireTools()
  way ??= findEntry()
  return way
}

/**
 * What lives for a second need not be collected, nor by several threads. No flag that says how code is compiled (optimizing.ts):
 * with one of those Node takes back none of its own compiled code, and a thread of ours boots in twice the time.
 */
const ofShortLives = ['--single-threaded-gc', '--min-semi-space-size=16'] as const

/** A program under test may send SIGUSR1 to this process, on which Node would open its inspector to anybody. */
const sealed = ['--disable-sigusr1'] as const

/** What an interrupted run may take to end, and how often it is asked in that time. */
const grace = { milliseconds: 10_000, asked: 3 } as const

interface InsideOptions {
  readonly output: 'inherit' | 'pipe'
  readonly tellsNews: boolean
  /** Where records go instead of runs/. */
  readonly place?: string
}

/**
 * Starts this program again inside namespaces of its own, with a slot that nobody else has and a folder for its record:
 * where its verdict must stand in the end. Uses child_process itself, since what else starts commands takes longer to load.
 */
export async function startInside(
  asked: Asked,
  options: object,
  { output, tellsNews, place }: InsideOptions,
): Promise<Inside> {
  const entry = requireMachine()
  const [command = '', ...rest] = entry.command
  const slot = await takeSlot()
  const folder = await newRunFolder(asked.lab, place).catch((error: unknown) =>
    slot.release().then(() => Promise.reject(error)),
  )
  // What has been read of the command line is not read again.
  const order: Order = { lab: asked.lab, tellsNews, options }
  const hidden = ['--inside', String(slot.number), '--record', folder, '--order', JSON.stringify(order)]
  const own = [process.execPath, ...process.execArgv, ...ofShortLives, ...sealed, process.argv[1] ?? '', ...hidden]
  // A session of its own, so that Ctrl+C reaches this process only, and the run hears of it when its record is safe.
  const child = spawn(command, [...rest, ...own], {
    stdio: ['pipe', output, output],
    detached: true,
    // For its threads, too, which do not learn otherwise where it is.
    env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
  })
  child.stdin?.on('error', () => {})
  const tell = (line: string): void => void child.stdin?.write(`${line}\n`)
  const guarded = guard(child, entry)
  let interruptions = 0
  const interrupt = (why: string): void => {
    interruptions += 1
    tell(`interrupt ${why}`)
    const killed = new Interrupted(`${why}; it did not end by itself and was killed`)
    // Whoever asks three times does not want to wait; the kernel then takes the namespaces down.
    if (interruptions >= grace.asked) guarded.kill(killed)
    else setTimeout(() => guarded.kill(killed), grace.milliseconds).unref()
  }
  const ended = closed(child).then((how) => outcomeOf(how, folder, asked, guarded.killed()))
  return { child, tell, interrupt, ended: andLeave(ended, { guarded, folder, slot }) }
}

/** What is left when it has ended: of a run that was interrupted nothing, for captures alone tell nobody anything. */
async function andLeave(
  ended: Promise<RunEnd>,
  { guarded, folder, slot }: { guarded: Guard; folder: string; slot: Slot },
): Promise<RunEnd> {
  try {
    const end = await ended
    if (end.status === interrupted) removeUnjudged(folder)
    return end
  } catch (error) {
    if (error instanceof Interrupted) removeUnjudged(folder)
    throw error
  } finally {
    guarded.drop()
    removeIfEmpty(folder)
    await slot.release()
  }
}

interface Closed {
  readonly status: number | null
  readonly signal: NodeJS.Signals | null
}

/** 'close' comes when all that the run printed has been read, too. */
function closed(child: ChildProcess): Promise<Closed> {
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new HarnessFailed(`the run could not be started: ${error.message}`)))
    child.once('close', (status, signal) => resolve({ status, signal }))
  })
}

const { usage, harness, host, interrupted } = exitStatus
const withoutVerdict: readonly number[] = [usage, harness, host, interrupted]
const judged: readonly number[] = [exitStatus.pass, exitStatus.fail, exitStatus.unknown]

function outcomeOf({ status, signal }: Closed, folder: string, asked: Asked, killed: Error | undefined): RunEnd {
  if (killed) throw killed
  if (status === null || (status > 128 && status !== interrupted))
    throw new HarnessFailed(
      `the run was ended from outside (${signal ?? `status ${status}`}); its namespaces went with it`,
    )
  if (judged.includes(status)) return { status, file: earnedVerdict(folder, status, asked) }
  if (withoutVerdict.includes(status)) return { status }
  throw new HarnessFailed(`the run ended with status ${status}, which is none of its own`)
}
