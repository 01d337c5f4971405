import type { Clock } from '../evidence/clock.ts'
import type { Timeline } from '../evidence/timeline.ts'
import type { Evidence } from '../evidence.ts'
import { pathsOf } from '../story/paths.ts'
import type { Milliseconds } from '../tcp.ts'
import type { Speaker } from '../words.ts'
import { ladder } from './ladder.ts'
import { wantsColor } from './style.ts'

/** What is shown while a run goes on. */
export interface Live {
  begin(timeline: Timeline, clock: Clock): void
  /** Draws nothing while something else is to be read, which stays below what was drawn. */
  rest(): void
  goOn(): void
  /** Takes the picture away: what is printed now has it whole. */
  stop(): void
  /** Leaves it as it is now: the run ends here, and what is printed now says why. Nothing where it has stopped. */
  leave(): void
}

export interface LiveOptions {
  readonly title: string
  /** How long the run takes, about; where nobody knows it is not said. */
  readonly takes?: Milliseconds | undefined
  readonly quiet: boolean
  readonly say: Speaker
}

/** On a terminal the ladder grows before one's eyes; elsewhere a line on standard error every ten seconds says what is going on. */
export async function followLive(options: LiveOptions, screen: NodeJS.WriteStream = process.stdout): Promise<Live> {
  if (options.quiet || !screen.isTTY) return followInLines(options)
  const { createLogUpdate } = await import('log-update')
  const draw = createLogUpdate(screen)
  let timer: NodeJS.Timeout | undefined
  const nothing = (): void => {}
  let drawNow = nothing
  let isResting = false
  const follow = (): void => {
    isResting = false
    timer = setInterval(drawNow, 200)
  }
  const end = (last: () => void): void => {
    clearInterval(timer)
    last()
    // Shows the cursor again.
    draw.done()
    drawNow = nothing
  }
  return {
    begin(timeline, clock) {
      drawNow = () => draw(frame(timeline.evidence, clock, options, screen))
      follow()
    },
    rest() {
      clearInterval(timer)
      drawNow()
      draw.done()
      isResting = true
    },
    goOn: follow,
    stop: () => end(draw.clear),
    // While it rests it stands already, above what else is to be read.
    leave: () => end(isResting ? nothing : drawNow),
  }
}

/** As many of the ladder's last rows as the screen holds, and a line that says how long it has been going on. */
function frame(evidence: Evidence, clock: Clock, options: LiveOptions, screen: NodeJS.WriteStream): string {
  const width = Math.min(120, screen.columns ?? 80)
  const rows = ladder(evidence, { width, colors: wantsColor(screen), say: options.say })
  const room = Math.max(5, (screen.rows ?? 24) - 2)
  return [...rows.slice(-room), progress(evidence, clock.now(), options)].join('\n')
}

function followInLines(options: LiveOptions): Live {
  let timer: NodeJS.Timeout | undefined
  let follow = (): void => {}
  return {
    begin(timeline, clock) {
      const tell = (): void => void process.stderr.write(`${progress(timeline.evidence, clock.now(), options)}\n`)
      follow = () => {
        timer = setInterval(tell, 10_000)
      }
      follow()
      process.stderr.write(`${options.title} ...\n`)
    },
    rest: () => clearInterval(timer),
    goOn: () => follow(),
    stop: () => clearInterval(timer),
    leave: () => clearInterval(timer),
  }
}

/** Of shorter runs nobody asks how long they still take. */
const worthTelling = 3000

/** That it is still running, since when, of about how long, and where each end of the first connection is. */
export function progress(
  evidence: Evidence,
  since: Milliseconds,
  { takes, say }: Pick<LiveOptions, 'takes' | 'say'>,
): string {
  const ends = pathsOf(evidence).flatMap(({ end, connection, steps }) =>
    connection?.number === 1 ? [{ end, state: steps.at(-1)?.state }] : [],
  )
  const about = takes !== undefined && takes >= worthTelling ? Math.round(takes / 1000) : undefined
  return say.reports.progress({ since, about, ends })
}
