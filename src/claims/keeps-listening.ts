import { type Claim, fails, holds, makeClaim, unknown } from '../claim.ts'
import { blindIn, describe, pathOfListener } from './whose.ts'

/** The server's listening socket is in LISTEN from when it was opened to the record's end, and in no other state. */
export function keepsListening(): Claim {
  return makeClaim({
    says: 'server listens to the end',
    judge(evidence) {
      const path = pathOfListener(evidence)
      const because = path?.steps.flatMap((step) => step.because.slice(0, 1)) ?? []
      if (path?.steps.length !== 1 || path.steps[0]?.state !== 'LISTEN')
        return fails('LISTEN and nothing else', describe(path), because)
      const blind = blindIn(evidence, 'server', path.steps[0].at, evidence.facts.at(-1)?.at ?? 0)
      return blind.length > 0 ? unknown('witnesses that saw the whole run', blind) : holds(because)
    },
  })
}
