import { broken, type Claim, holds, makeClaim } from '../../claim.ts'
import { factsOf } from '../../evidence.ts'

/** The kernel parameters that the run has set are the same at its end: nobody has changed the rules meanwhile. */
export function parametersKept(): Claim {
  return makeClaim({
    states: { verb: 'parameters-kept' },
    needs: [],
    judge(evidence) {
      const [changed] = factsOf(evidence, 'sysctl')
      return changed
        ? broken(
            { kind: 'parameter', host: changed.host, name: changed.name, was: changed.was },
            { kind: 'value', value: changed.is },
            [changed],
          )
        : holds([])
    },
  })
}
