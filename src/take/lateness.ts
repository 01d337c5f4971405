import type { LatenessFact } from '../evidence.ts'
import { type Milliseconds, ms } from '../tcp.ts'

/** Measures how late this process's own timers fire; what the machine does to us it also does to the programs. */
export interface LatenessMeter {
  /** By how much timers were late in all since the meter was started. */
  lost(): Milliseconds
  /** What there is to tell of the stretch since it was started. */
  tell(now: Milliseconds): LatenessFact
  stop(): void
}

/** How often it measures: below a kernel's least timeout by far, and rare enough to cost nothing. */
const every = 10

/** Later than this is late: less is what any timer of Node's may be. */
const usual = 2

export function measureLateness(): LatenessMeter {
  const begun = performance.now()
  let due = begun + every
  let [worst, lost] = [0, 0]
  const note = (): void => {
    const late = performance.now() - due
    if (late <= usual) return
    worst = Math.max(worst, late)
    lost += late
  }
  const timer = setInterval(() => {
    note()
    due = performance.now() + every
  }, every)
  timer.unref()
  return {
    lost: () => ms(lost),
    tell(now) {
      const within = ms(performance.now() - begun)
      return { kind: 'lateness', at: now, within, host: 'router', by: 'harness', worst: ms(worst), lost: ms(lost) }
    },
    stop: () => clearInterval(timer),
  }
}
