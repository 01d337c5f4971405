import { type Account, type Claim, fails, holds, makeClaim } from '../../claim.ts'
import { factsOf } from '../../evidence.ts'
import { statesOf } from '../../story/blindness.ts'
import { kernelTimers } from '../../story/late.ts'
import { pathsOf } from '../../story/paths.ts'
import { transitsOf } from '../../story/transits.ts'
import { accountOf, isDeed, seenSegment } from '../subject.ts'
import { accountOfSegment, isProgramsDeed } from '../wire/shows.ts'

/** No segment crosses and no state is entered that the lab's own claims do not account for. */
export function everythingAccounted(own: readonly Claim[]): Claim {
  return makeClaim({
    states: { verb: 'everything-accounted' },
    needs: ['wire', statesOf('client'), statesOf('server')],
    judge(evidence) {
      const accounts = new Set<Account>(own.flatMap((claim) => claim.accounts(evidence)))
      const segment = transitsOf(evidence).find((transit) => !accounts.has(accountOfSegment(transit)))
      if (segment)
        return fails('what the lab claims', seenSegment(segment), [segment.sent], {
          sure: isProgramsDeed(segment),
          timer: segment.repeats === undefined ? undefined : kernelTimers.retransmission,
        })
      const taps = new Set(transitsOf(evidence).flatMap((transit) => transit.taps))
      const stray = factsOf(evidence, 'segment').find((fact) => !taps.has(fact))
      if (stray)
        return fails('segments of connections', { kind: 'stray', flags: stray.segment.flags, at: stray.at }, [stray])
      for (const path of pathsOf(evidence)) {
        if (!path.connection) continue
        const step = path.steps.find((each) => !accounts.has(accountOf(path, each)))
        if (step)
          return fails(
            'what the lab claims',
            { kind: 'in state', end: path.end, state: step.state, at: step.at },
            step.because.slice(0, 2),
            { sure: isDeed(step.state) },
          )
      }
      return holds([])
    },
  })
}
