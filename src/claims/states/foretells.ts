import { type Claim, fails, holds, lacks, makeClaim, unknown } from '../../claim.ts'
import type { End, SampleFact } from '../../evidence.ts'
import { statesOf } from '../../story/blindness.ts'
import { latenessOf } from '../../story/late.ts'
import { looksAt } from '../../story/polls.ts'
import { granularity, ms, type State } from '../../tcp.ts'
import { pathOfEnd, seenOf, shownTimer, spanOf, stepIn } from '../subject.ts'

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
      if (!path?.connection || !step) return lacks({ kind: 'in state', end, state }, seenOf(path))
      const { from, until, left } = spanOf(evidence, path, step)
      if (!left) return unknown({ kind: 'end of state', state })
      const looks = looksAt(evidence, end, path.connection).filter(
        (fact) => fact.state === state && fact.by in rounding && fact.at > from,
      )
      if (looks.length < 4) return unknown({ kind: 'count', of: 'looks at the timer', number: looks.length })
      const late = granularity(ms(until - from), evidence.setting.hz) + latenessOf(evidence)
      const wrong = looks.find((look) => !isTrue(look, until, late))
      if (wrong) return fails({ kind: 'end at', at: ms(until) }, shownTimer(wrong), [wrong])
      const [first, last] = [looks[0], looks.at(-1)]
      return holds(looks.slice(-2), {
        kind: 'foretold',
        looks: looks.length,
        ...(first?.timer ? { first: first.timer } : {}),
        ...(last?.timer ? { last: last.timer } : {}),
      })
    },
  })
}

function isTrue({ timer, at, within, by }: SampleFact, end: number, late: number): boolean {
  if (timer?.name !== 'timewait') return false
  const slack = rounding[by] ?? 0
  return end >= at - within + timer.left - slack && end <= at + timer.left + slack + late
}
