import { type Claim, holds, lacks, makeClaim } from '../../claim.ts'
import { statesOf } from '../../story/blindness.ts'
import { pathOfListener, seenOf } from '../subject.ts'

/** The server's listening socket is there and then is there no more: LISTEN to CLOSED by close(). */
export function stopsListening(): Claim {
  return makeClaim({
    states: { verb: 'stopsListening', of: { end: 'server' } },
    needs: ['wire', statesOf('server')],
    judge(evidence) {
      const path = pathOfListener(evidence)
      const [listening, closed] = path?.steps.map(({ state }) => state) ?? []
      const because = path?.steps.flatMap((step) => step.because.slice(0, 1)) ?? []
      return listening === 'LISTEN' && closed === 'CLOSED'
        ? holds(because)
        : lacks('listening, then closed', seenOf(path), because)
    },
  })
}
