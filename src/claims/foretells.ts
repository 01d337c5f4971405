import { type Claim, fails, holds, lacks, makeClaim, unknown } from '../claim.ts'
import { statesOf } from '../evidence/blindness.ts'
import { latenessOf } from '../evidence/late.ts'
import { looksAt } from '../evidence/looks.ts'
import type { End, SampleFact } from '../evidence.ts'
import { duration, granularity, moment, ms, type State } from '../tcp.ts'
import { describe, pathOfEnd, spanOf, stepIn } from './whose.ts'

/** ss prints whole seconds above ten; netstat prints hundredths, of a clock that ticks at that rate. */
const rounding: Readonly<Record<string, number>> = { ss: 1000, netstat: 20 }

/** The timer that ss and netstat show on the socket runs out when the socket goes: each look foretells the end. */
export function foretells(end: End, number: number, state: State): Claim {
  return makeClaim({
    states: { verb: 'foretells', of: { end, connection: number }, state },
    needs: ['wire', statesOf(end)],
    judge(evidence) {
      const path = pathOfEnd(evidence, end, number)
      const step = stepIn(path, state)
      if (!path?.connection || !step) return lacks(`${end} in ${state}`, describe(path))
      const { from, until, left } = spanOf(evidence, path, step)
      if (!left) return unknown(`the end of ${state}: the record stops before`)
      const looks = looksAt(evidence, end, path.connection).filter(
        (fact) => fact.state === state && fact.by in rounding && fact.at > from,
      )
      if (looks.length < 4) return unknown(`looks at the timer by ss and netstat: there were ${looks.length}`)
      const late = granularity(ms(until - from), evidence.setting.hz) + latenessOf(evidence)
      const wrong = looks.find((look) => !isTrue(look, until, late))
      if (wrong)
        return fails(
          `an end at ${moment(ms(until))}, as seen`,
          `${wrong.by} showed ${timerOf(wrong)} at ${moment(wrong.at)}`,
          [wrong],
        )
      return holds(looks.slice(-2), `${looks.length} looks, from ${timerOf(looks[0])} to ${timerOf(looks.at(-1))} left`)
    },
  })
}

function isTrue({ timer, at, within, by }: SampleFact, end: number, late: number): boolean {
  if (timer?.name !== 'timewait') return false
  const slack = rounding[by] ?? 0
  return end >= at - within + timer.left - slack && end <= at + timer.left + slack + late
}

const timerOf = (look: SampleFact | undefined): string =>
  look?.timer ? `${look.timer.name} ${duration(look.timer.left)}` : 'no timer'
