import { type Claim, fails, holds, makeClaim, tooLate } from '../../claim.ts'
import { type AwaitedFact, type Evidence, factsOf, type ProgramFact } from '../../evidence.ts'
import type { Finding } from '../../finding.ts'
import { statesOf } from '../../story/blindness.ts'
import { kernelTimers } from '../../story/late.ts'
import { pathsOf } from '../../story/paths.ts'
import { seenOf } from '../subject.ts'

/** Everything that the play waited for came. When something did not, what both ends did instead stands in the answer. */
export function playWentThrough(): Claim {
  return makeClaim({
    states: { verb: 'play-went-through' },
    // Where a witness was blind nobody knows whether the step came.
    needs: ['wire', statesOf('client'), statesOf('server')],
    judge(evidence) {
      const missed = factsOf(evidence, 'awaited').find(
        ({ outcome }) => outcome === 'did not come' || outcome === 'done without',
      )
      if (!missed) return holds([])
      const died = programDied(evidence, missed)
      // What the machine kept from the programs they could not use, however long it was waited for them.
      const wanted: Finding = missed.states
        ? { kind: 'claim', claim: missed.states }
        : { kind: 'quoted', text: missed.what }
      if (!died && missed.lost > missed.waited / 4) return tooLate(missed.lost, [missed], { while: wanted })
      const because = [missed, ...(died ? [died] : [])]
      const reason = died ? { sure: true, timer: kernelTimers.none } : {}
      return fails(wanted, whatHappened(evidence, missed), because, reason)
    },
  })
}

/**
 * A program of the user's that could not be started or ended with an error by then: what it did not do is no lateness. Ours
 * end so only where the machine did not keep up with them.
 */
const programDied = (evidence: Evidence, missed: AwaitedFact): ProgramFact | undefined =>
  factsOf(evidence, 'program').find(
    (fact) =>
      fact.deed === 'exited' &&
      fact.at <= missed.at &&
      evidence.setting.replaced.includes(fact.host) &&
      (fact.ending.failure !== undefined || (fact.ending.status ?? 0) !== 0),
  )

function whatHappened(evidence: Evidence, { waited }: AwaitedFact): Finding {
  const ends = pathsOf(evidence).filter(({ steps }) => steps.length > 0)
  const paths = ends.map((path) => ({ of: path.connection ? path.end : ('the listener' as const), path: seenOf(path) }))
  const deeds = factsOf(evidence, 'program').filter(({ deed }) => deed === 'exited' || deed === 'complained')
  return { kind: 'in vain', waited, paths, deeds }
}
