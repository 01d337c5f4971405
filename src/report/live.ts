import type { Clock } from '../evidence/clock.ts'
import type { Timeline } from '../evidence/timeline.ts'
import type { Evidence } from '../evidence.ts'
import { pathsOf } from '../story/paths.ts'
import { english } from '../words/en.ts'
import { ladder } from './ladder.ts'
import { wantsColor } from './style.ts'

/** What is shown while a run goes on. */
export interface Live {
  begin(timeline: Timeline, clock: Clock): void
  stop(): void
}

/** On a terminal the ladder grows before one's eyes; elsewhere a line on standard error every ten seconds says what is going on. */
export async function followLive({ title, quiet }: { readonly title: string; readonly quiet: boolean }): Promise<Live> {
  if (quiet || !process.stdout.isTTY) return followInLines(title)
  const { createLogUpdate } = await import('log-update')
  const draw = createLogUpdate(process.stdout)
  let timer: NodeJS.Timeout | undefined
  return {
    begin(timeline, clock) {
      timer = setInterval(() => draw(frame(timeline.evidence, clock)), 200)
    },
    stop() {
      clearInterval(timer)
      draw.clear()
      // Shows the cursor again.
      draw.done()
    },
  }
}

/** As many of the ladder's last rows as the screen holds, and a line that says how long it has been going on. */
function frame(evidence: Evidence, clock: Clock): string {
  const width = Math.min(120, process.stdout.columns ?? 80)
  const rows = ladder(evidence, { width, colors: wantsColor(process.stdout) })
  const room = Math.max(5, (process.stdout.rows ?? 24) - 2)
  return [...rows.slice(-room), progress(evidence, clock)].join('\n')
}

function followInLines(title: string): Live {
  let timer: NodeJS.Timeout | undefined
  return {
    begin(timeline, clock) {
      timer = setInterval(() => process.stderr.write(`${progress(timeline.evidence, clock)}\n`), 10_000)
      process.stderr.write(`${title} ...\n`)
    },
    stop: () => clearInterval(timer),
  }
}

function progress(evidence: Evidence, clock: Clock): string {
  const ends = pathsOf(evidence).flatMap(({ end, connection, steps }) =>
    connection?.number === 1 ? [{ end, state: steps.at(-1)?.state }] : [],
  )
  return english.reports.progress(clock.now(), ends)
}
