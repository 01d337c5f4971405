import type { SocketTimer } from '../../../evidence.ts'
import type { Interval, TimerFindings } from '../../../finding/timers.ts'
import { duration, moment } from '../../../tcp.ts'
import type { FindingWords } from '../../../words.ts'
import { before, witnessThen } from '../names.ts'

export const timers: FindingWords<TimerFindings> = {
  times: ({ times }) => times.map(duration).join('、'),
  intervals: ({ intervals }) => listed(intervals),
  within: ({ times, intervals }) => `${times.map(duration).join('、')}；允许范围 ${listed(intervals)}`,
  'timer to show': ({ by, timer }) => `${witnessThen(by)}显示 '${timer}'`,
  'timers shown': ({ timers: shown }) => before('它显示', shown.map((timer) => timer ?? '没有计时器').join('、')),
  'showed timer': ({ by, at, timer }) => `${witnessThen(by)}在 ${moment(at)} ${before('显示', timerWith(timer))}`,
  'end at': ({ at }) => `如所见，在 ${moment(at)} 结束`,
  foretold: ({ looks, first, last }) =>
    `${looks} 次查看，${first ? `剩余时间从 ${timerWith(first)} ${before('到', timerWith(last))}` : timerWith(first)}`,
  'counts from': ({ at }) => `从 ${moment(at)} 的最近一个 FIN 起计时的计时器`,
  'looks around': ({ at, before: earlier, after }) =>
    `netstat 在 ${moment(at)} 前后的查看：之前 ${earlier} 次，之后 ${after} 次`,
  'ends later': ({ by }) => `它比原定时间晚 ${duration(by)} 结束`,
}

const listed = (intervals: readonly Interval[]): string =>
  intervals.map(({ earliest, latest }) => `${duration(earliest)} 到 ${duration(latest)}`).join('、')

const timerWith = (timer: SocketTimer | undefined): string =>
  timer ? `${timer.name} ${duration(timer.left)}` : '没有计时器'
