import type { ToldRun } from '../report.ts'
import type { Milliseconds } from '../tcp.ts'
import type { Speaker } from '../words.ts'
import { sayAside } from './said.ts'
import { paint, wantsColor } from './style.ts'
import { type SummaryOptions, summaryLine } from './summary.ts'
import { widthOf } from './width.ts'

/** What is shown while many runs go on. */
export interface Board {
  started(name: string, takes: Milliseconds): void
  /** Nothing came of it yet. */
  stopped(name: string): void
  finished(run: ToldRun): void
  /** Says something on the way, on standard error. */
  says(text: string): void
  stop(): void
}

export interface BoardOptions {
  /** The names of all that are to be played. */
  readonly names: readonly string[]
  /** Nothing but JSON may go to standard output. */
  readonly quiet: boolean
  readonly say: Speaker
}

/** In a pipe there is no width; a line for each run is still wanted. */
export const optionsFor = (stream: NodeJS.WriteStream, say: Speaker): SummaryOptions => ({
  say,
  columns: stream.columns ?? 160,
  paints: paint(wantsColor(stream)),
})

/** On a terminal a line for each run that goes on, above them those that have ended; elsewhere only these, as they end. */
export async function followAll({ names, quiet, say: speaker }: BoardOptions): Promise<Board> {
  const stream = quiet ? process.stderr : process.stdout
  const width = Math.max(...names.map(widthOf))
  const line = (run: ToldRun): string => summaryLine(run, width, optionsFor(stream, speaker))
  if (!process.stdout.isTTY || quiet) {
    const finished = (run: ToldRun): void => void stream.write(`${line(run)}\n`)
    return { started() {}, stopped() {}, finished, says: sayAside, stop() {} }
  }
  const { createLogUpdate } = await import('log-update')
  const draw = createLogUpdate(stream)
  const running = new Map<string, { readonly begun: number; readonly takes: Milliseconds }>()
  let finished = 0
  const redraw = (): void =>
    draw(frame({ running, finished, all: names.length, rows: process.stdout.rows ?? 24, say: speaker }))
  const timer = setInterval(redraw, 200)
  return {
    started: (name, takes) => void running.set(name, { begun: performance.now(), takes }),
    stopped: (name) => void running.delete(name),
    finished(run) {
      running.delete(run.name)
      finished += 1
      draw.clear()
      stream.write(`${line(run)}\n`)
      redraw()
    },
    says(text) {
      draw.clear()
      sayAside(text)
      redraw()
    },
    stop() {
      clearInterval(timer)
      draw.clear()
      // Shows the cursor again.
      draw.done()
    },
  }
}

export interface Standing {
  readonly running: ReadonlyMap<string, { readonly begun: number; readonly takes: Milliseconds }>
  readonly finished: number
  readonly all: number
  /** Of the screen. */
  readonly rows: number
  readonly say: Speaker
}

/** As many of the runs as the screen holds, and a line that says how far all have come. */
function frame({ running, finished, all, rows, say }: Standing): string {
  const now = performance.now()
  const room = Math.max(3, rows - 3)
  const lines = [...running].map(([name, { begun, takes }]) => {
    const about = takes >= 3000 ? Math.round(takes / 1000) : undefined
    return `  ${say.reports.goesOn(name, Math.floor((now - begun) / 1000), about)}`
  })
  const shown = lines.length > room ? [...lines.slice(0, room), `  ${say.reports.more(lines.length - room)}`] : lines
  return [...shown, say.reports.played(finished, all, running.size)].join('\n')
}
