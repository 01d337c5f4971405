import { type Claim, fails, holds, makeClaim } from '../../claim.ts'
import { statesOf } from '../../evidence/blindness.ts'
import { looksAt } from '../../evidence/looks.ts'
import { leftAt, type Path, pathsOf } from '../../evidence/paths.ts'
import { type Evidence, factsOf, type SaidFact, type SampleFact } from '../../evidence.ts'

/**
 * No witness contradicts another: each look at a socket shows a state that the others know it was in at that time, and no
 * program speaks before it is there. That they agree in number is what every claim needs of those on whom it rests
 * (blindness.ts).
 */
export function noContradiction(): Claim {
  return makeClaim({
    states: { verb: 'no-contradiction' },
    needs: ['wire', 'counters', statesOf('client'), statesOf('server')],
    judge(evidence) {
      for (const path of pathsOf(evidence)) {
        const looks = path.connection ? looksAt(evidence, path.end, path.connection) : []
        const wrong = looks.find((sample) => !wasIn(path, sample))
        if (wrong)
          return fails(
            { kind: 'state of', end: path.end },
            { kind: 'showed state', by: wrong.by, state: wrong.state, at: wrong.at },
            [wrong],
          )
      }
      const early = spokeBeforeItsStart(evidence)
      return early
        ? fails('a program that speaks after its start', { kind: 'said', line: early.text, at: early.at }, [early])
        : holds([])
    },
  })
}

/** The look took from `at - within` to `at`; the clocks of captures may be off by their own error on both sides. */
function wasIn(path: Path, sample: SampleFact): boolean {
  const slack = 1
  return path.steps.some((step, index) => {
    const from = step.at - step.within - slack
    const until = (leftAt(path, step) ?? Number.POSITIVE_INFINITY) + slack
    const first = index === 0 ? sample.at - sample.within : from
    return step.state === sample.state && sample.at >= Math.min(from, first) && sample.at - sample.within <= until
  })
}

function spokeBeforeItsStart(evidence: Evidence): SaidFact | undefined {
  const deeds = factsOf(evidence, 'program')
  const hasStarted = ({ host, at }: SaidFact): boolean =>
    deeds.some((other) => other.deed === 'started' && other.host === host && other.at < at)
  return deeds.filter((fact) => fact.deed === 'said').find((fact) => !hasStarted(fact))
}
