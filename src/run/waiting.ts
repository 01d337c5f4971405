import type { Clock } from '../evidence/clock.ts'
import type { Timeline } from '../evidence/timeline.ts'
import type { Fact } from '../evidence.ts'

const interval = 100
/** So many looks in a row must find nothing to do. */
const looks = 10
/** On a machine that has time for us a timer is no later than this. */
const late = 50

/**
 * Calls back once, when the play has come to where it only waits: for a second nothing was done and nothing came, and this
 * process was given its time. One that is kept from its work by a busy machine does not wait: whoever begins more runs then
 * makes all of them late.
 */
export function onceItWaits(timeline: Timeline, clock: Pick<Clock, 'now'>, tell: () => void): void {
  let quiet = 0
  let before = { at: clock.now(), done: 0 }
  const timer = setInterval(() => {
    const now = { at: clock.now(), done: timeline.evidence.facts.filter(isWork).length }
    const isIdle = now.done === before.done && now.at - before.at <= interval + late
    quiet = isIdle ? quiet + 1 : 0
    before = now
    if (quiet < looks && timeline.end === undefined) return
    clearInterval(timer)
    if (timeline.end === undefined) tell()
  }, interval)
  timer.unref()
}

/** What looks on, and what it sees again and again, is no work. */
const isWork = ({ kind }: Fact): boolean => kind !== 'poll' && kind !== 'sample'
