import { type Claim, fails, holds, lacks, makeClaim, unknown } from '../../claim.ts'
import type { End } from '../../evidence.ts'
import { statesOf } from '../../story/blindness.ts'
import type { State } from '../../tcp.ts'
import { isDeed, pathOfEnd, seenState, stepIn } from '../subject.ts'

/** The end is never in the state, of which nobody can tell who has not looked at its socket. */
export function never(end: End, number: number, state: State): Claim {
  return makeClaim({
    states: { verb: 'never', of: { end, connection: number }, state },
    needs: ['wire', statesOf(end)],
    judge(evidence) {
      const path = pathOfEnd(evidence, end, number)
      const step = stepIn(path, state)
      if (step)
        return fails({ kind: 'never in', state }, { kind: 'entered', ...seenState(step) }, step.because.slice(0, 3), {
          sure: isDeed(state),
        })
      if (!path) return lacks('a connection', 'none')
      const looked = path.steps.some(({ because }) => because.some(({ by }) => by !== 'wire'))
      return looked ? holds([], undefined, { vacuous: true }) : unknown('a look at the socket')
    },
  })
}
