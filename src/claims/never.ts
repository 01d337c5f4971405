import { type Claim, fails, holds, makeClaim, unknown } from '../claim.ts'
import type { End } from '../evidence.ts'
import { moment, type State } from '../tcp.ts'
import { blindIn, named, pathOfEnd, stepIn } from './whose.ts'

/** The end is never in the state. Where the witnesses of states were blind, or nobody looked at its socket at all, that cannot be told. */
export function never(end: End, number: number, state: State): Claim {
  return makeClaim({
    says: `${named(end, number)} is never in ${state}`,
    judge(evidence) {
      const path = pathOfEnd(evidence, end, number)
      const step = stepIn(path, state)
      if (step)
        return fails(
          `never ${state}`,
          `${state} at ${moment(step.at)} (${step.because[0]?.by})`,
          step.because.slice(0, 3),
        )
      if (!path) return unknown('a connection to look at')
      const looked = path.steps.some(({ because }) => because.some(({ by }) => by !== 'wire'))
      if (!looked) return unknown('a look at the socket')
      const blind = blindIn(evidence, end, path.connection?.from ?? 0, evidence.facts.at(-1)?.at ?? 0)
      return blind.length > 0 ? unknown('witnesses that saw the whole run', blind) : holds([])
    },
  })
}
