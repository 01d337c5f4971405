import { broken, type Claim, holds, makeClaim, unknown } from '../../claim.ts'
import { factsOf } from '../../evidence.ts'

/** After the run its sockets, processes, namespaces and tracing are gone. */
export function nothingLeft(): Claim {
  return makeClaim({
    states: { verb: 'nothing-left' },
    needs: [],
    judge(evidence) {
      const [cleanup] = factsOf(evidence, 'cleanup')
      if (!cleanup) return unknown('a look at what is left')
      return cleanup.left.length === 0
        ? holds([cleanup])
        : broken('nothing', { kind: 'left', processes: cleanup.left }, [cleanup])
    },
  })
}
