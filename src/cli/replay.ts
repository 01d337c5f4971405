import { setTimeout as sleep } from 'node:timers/promises'
import { WrongUsage } from '../errors.ts'
import type { TimedLine } from '../report/ladder.ts'
import { exitStatus } from '../run/exit-status.ts'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Prints each line at its moment of the record, `speed` times as fast as that went; where time begins anew it goes on at once. */
export async function playLines(lines: readonly TimedLine[], speed: number): Promise<number> {
  const stop = new AbortController()
  const end = (): void => stop.abort()
  for (const name of signals) process.on(name, end)
  try {
    let before = lines[0]?.at ?? 0
    for (const { at, line } of lines) {
      // What took no time in sight is not slept over: a timer's own lateness would add up.
      if (at - before >= 1) await sleep((at - before) / speed, undefined, { signal: stop.signal })
      before = at
      process.stdout.write(`${line}\n`)
    }
    return exitStatus.pass
  } catch (error) {
    if (stop.signal.aborted) return exitStatus.interrupted
    throw error
  } finally {
    for (const name of signals) process.off(name, end)
  }
}

/** Throws where nobody could press a key, or see what it does. */
export function requireTerminal(): void {
  if (!process.stdin.isTTY || !process.stdout.isTTY)
    throw new WrongUsage(
      '--step waits for Enter or the space bar, and this is not a terminal; --play goes on by itself',
    )
}

/** Prints what came at one moment for each press of Enter or the space bar; `q` ends it, and Ctrl+C with the status of that. */
export async function stepLines(lines: readonly TimedLine[], hint: string): Promise<number> {
  const left = momentsOf(lines)
  const { promise, resolve } = Promise.withResolvers<number>()
  const end = (): void => resolve(exitStatus.interrupted)
  const next = (): void => {
    process.stdout.write(`${(left.shift() ?? []).join('\n')}\n`)
    if (left.length === 0) resolve(exitStatus.pass)
  }
  const hear = (keys: Buffer): void => {
    for (const key of keys.toString()) {
      if (key === '\u0003') end()
      else if (key === 'q' || key === '\u0004') resolve(exitStatus.pass)
      else if ('\r\n '.includes(key) && left.length > 0) next()
    }
  }
  for (const name of signals) process.on(name, end)
  process.stdin.setRawMode(true).on('data', hear)
  try {
    process.stdout.write(`${hint}\n`)
    next()
    return await promise
  } finally {
    process.stdin.off('data', hear).setRawMode(false).pause()
    for (const name of signals) process.off(name, end)
  }
}

/** The lines, those of one moment together. */
function momentsOf(lines: readonly TimedLine[]): string[][] {
  const moments: Array<{ readonly at: number; readonly lines: string[] }> = []
  for (const { at, line } of lines) {
    const last = moments.at(-1)
    if (last?.at === at) last.lines.push(line)
    else moments.push({ at, lines: [line] })
  }
  return moments.map((each) => each.lines)
}
