import { type Claim, fails, holds, makeClaim } from '../claim.ts'
import { statesOf } from '../evidence/blindness.ts'
import type { Step } from '../evidence/paths.ts'
import type { End, Evidence } from '../evidence.ts'
import { moment, type State } from '../tcp.ts'
import { accountOf, describe, isDeed, pathOfEnd, pathOfListener } from './whose.ts'

/** The end goes through exactly these states, in this order. LISTEN in front means the listening socket's own. */
export function passes(end: End, number: number, states: readonly State[]): Claim {
  return makeClaim({
    states: { verb: 'passes', of: { end, connection: number }, through: states },
    needs: ['wire', statesOf(end)],
    judge(evidence) {
      const steps = stepsOf(evidence, end, number, states)
      const wrong = states.findIndex((state, index) => steps[index]?.state !== state)
      const at = wrong < 0 && steps.length > states.length ? states.length : wrong
      const because = steps.flatMap((step) => step.because.slice(0, 1))
      if (at < 0) return holds(because)
      const before =
        at === 0 ? 'first' : `after ${states[at - 1]} (${moment(steps[at - 1]?.at ?? steps[0]?.at ?? (0 as never))})`
      const seen = describe(pathOfEnd(evidence, end, number))
      return fails(`${states[at] ?? 'no further state'} ${before}`, seen, because, {
        sure: steps.slice(at).some(({ state }) => isDeed(state) && !states.includes(state)),
        absent: at === steps.length,
      })
    },
    accounts(evidence) {
      const paths = [pathOfEnd(evidence, end, number), states[0] === 'LISTEN' ? pathOfListener(evidence) : undefined]
      return paths.flatMap((path) =>
        path ? path.steps.filter(({ state }) => states.includes(state)).map((step) => accountOf(path, step)) : [],
      )
    },
  })
}

function stepsOf(evidence: Evidence, end: End, number: number, states: readonly State[]): readonly Step[] {
  const own = pathOfEnd(evidence, end, number)?.steps ?? []
  const listening =
    states[0] === 'LISTEN' ? pathOfListener(evidence)?.steps.filter(({ state }) => state === 'LISTEN') : []
  return [...(listening ?? []).slice(0, 1), ...own]
}
