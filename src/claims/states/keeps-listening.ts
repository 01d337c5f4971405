import { type Claim, fails, holds, makeClaim } from '../../claim.ts'
import { statesOf } from '../../story/blindness.ts'
import { pathOfListener, seenOf } from '../subject.ts'

/** The server's listening socket is in LISTEN from when it was opened to the record's end, and in no other state. */
export function keepsListening(): Claim {
  return makeClaim({
    states: { verb: 'keepsListening', of: { end: 'server' } },
    needs: [statesOf('server')],
    judge(evidence) {
      const path = pathOfListener(evidence)
      const because = path?.steps.flatMap((step) => step.because.slice(0, 1)) ?? []
      if (path?.steps.length !== 1 || path.steps[0]?.state !== 'LISTEN')
        return fails('listening and nothing else', seenOf(path), because)
      return holds(because)
    },
  })
}
