import { type Claim, fails, holds, makeClaim } from '../../claim.ts'
import type { End, Evidence } from '../../evidence.ts'
import type { Finding } from '../../finding.ts'
import { statesOf } from '../../story/blindness.ts'
import type { Step } from '../../story/paths.ts'
import { ms, type State } from '../../tcp.ts'
import { accountOf, isDeed, pathOfEnd, pathOfListener, seenOf } from '../subject.ts'

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
      const [due, before, since] = [states[at], states[at - 1], steps[at - 1]?.at ?? steps[0]?.at ?? ms(0)]
      const expected: Finding = {
        kind: 'next',
        ...(due === undefined ? {} : { state: due }),
        ...(before === undefined ? {} : { after: { state: before, at: since } }),
      }
      const seen = seenOf(pathOfEnd(evidence, end, number))
      return fails(expected, seen, because, {
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
