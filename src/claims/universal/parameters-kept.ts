import { type Claim, holds, makeClaim, refuted } from '../../claim.ts'
import { factsOf } from '../../evidence.ts'

/** The kernel parameters that the run has set are the same at its end: nobody has changed the rules meanwhile. */
export function parametersKept(): Claim {
  return makeClaim({
    states: { verb: 'parameters-kept' },
    needs: [],
    judge(evidence) {
      const [changed] = factsOf(evidence, 'sysctl')
      return changed
        ? refuted(`${changed.name} = ${changed.was} at the ${changed.host}`, changed.is, [changed])
        : holds([])
    },
  })
}
