import { type Claim, fails, holds, makeClaim } from '../../claim.ts'
import { type Journey, journeysOf } from '../../evidence/journeys.ts'
import { looksAt } from '../../evidence/looks.ts'
import { leftAt, type Path, pathsOf } from '../../evidence/paths.ts'
import { type Fact, factsOf, type SampleFact } from '../../evidence.ts'
import { moment } from '../../tcp.ts'

/** No witness contradicts another: each look at a socket shows a state that the others know it was in at that time, and no segment arrives unsent. */
export function noContradiction(): Claim {
  return makeClaim({
    says: 'no witness contradicts another',
    judge(evidence) {
      for (const path of pathsOf(evidence)) {
        const looks = path.connection ? looksAt(evidence, path.end, path.connection) : []
        const wrong = looks.find((sample) => !wasIn(path, sample))
        if (wrong)
          return fails(`a state that ${path.end} was in`, `${wrong.by} showed ${wrong.state} at ${moment(wrong.at)}`, [
            wrong,
          ])
      }
      // What a fault has doubled was never sent by anybody; only then may it arrive.
      const doubled = factsOf(evidence, 'fault').some(({ means }) => means.startsWith('duplicate'))
      const unsent = journeysOf(evidence).find((journey) => !(doubled && journey.isCopy) && arrivedUnsent(journey))
      return unsent
        ? fails('every segment sent before it arrives', 'one arrived that its sender never sent', [unsent.sent])
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

const arrivedUnsent = ({ taps, speaker, arrived }: Journey): boolean => {
  const bySender = taps.find(({ host, tap }) => tap === 'lo' || host === speaker)
  return arrived !== undefined && (bySender === undefined || isBefore(arrived, bySender))
}

const isBefore = (a: Fact, b: Fact): boolean => a.at + a.within < b.at - b.within
