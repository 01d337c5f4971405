import type { SocketTimer } from '../../../evidence.ts'
import type { Interval, TimerFindings } from '../../../finding/timers.ts'
import { duration, moment } from '../../../tcp.ts'
import type { FindingWords } from '../../../words.ts'

export const timers: FindingWords<TimerFindings> = {
  times: ({ times }) => times.map(duration).join(', '),
  intervals: ({ intervals }) => listed(intervals),
  within: ({ times, intervals }) => `${times.map(duration).join(', ')}; within ${listed(intervals)}`,
  'timer to show': ({ by, timer }) => `${by} to show '${timer}'`,
  'timers shown': ({ timers: shown }) => `it showed ${shown.map((timer) => timer ?? 'no timer').join(', ')}`,
  'showed timer': ({ by, at, timer }) => `${by} showed ${timerWith(timer)} at ${moment(at)}`,
  'end at': ({ at }) => `an end at ${moment(at)}, as seen`,
  foretold: ({ looks, first, last }) => `${looks} looks, from ${timerWith(first)} to ${timerWith(last)} left`,
  'counts from': ({ at }) => `a timer that counts from the latest FIN, at ${moment(at)}`,
  'looks around': ({ at, before, after }) => `looks by netstat on both sides of ${moment(at)}: ${before} and ${after}`,
  'ends later': ({ by }) => `it ends ${duration(by)} later than it would have`,
}

const listed = (intervals: readonly Interval[]): string =>
  intervals.map(({ earliest, latest }) => `${duration(earliest)} to ${duration(latest)}`).join(', ')

const timerWith = (timer: SocketTimer | undefined): string =>
  timer ? `${timer.name} ${duration(timer.left)}` : 'no timer'
