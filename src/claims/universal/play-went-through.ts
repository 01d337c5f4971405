import { type Claim, fails, holds, makeClaim, tooLate } from '../../claim.ts'
import { statesOf } from '../../evidence/blindness.ts'
import { timers } from '../../evidence/late.ts'
import { pathsOf } from '../../evidence/paths.ts'
import { playBrokenOff } from '../../evidence/play.ts'
import { type AwaitedFact, type Evidence, factsOf, type ProgramFact } from '../../evidence.ts'
import { duration, moment } from '../../tcp.ts'
import { describe } from '../whose.ts'

/** Everything that the play waited for came. When something did not, what both ends did instead stands in the answer. */
export function playWentThrough(): Claim {
  return makeClaim({
    states: { verb: 'play-went-through' },
    // Where a witness was blind nobody knows whether the step came.
    needs: ['wire', statesOf('client'), statesOf('server')],
    judge(evidence) {
      const missed = playBrokenOff(evidence)
      if (!missed) return holds([])
      const died = programDied(evidence, missed)
      // What the machine kept from the programs they could not use, however long it was waited for them.
      if (!died && missed.lost > missed.waited / 4)
        return tooLate(missed.lost, [missed], `, in all, while '${missed.what}' was waited for`)
      const got = `not within ${duration(missed.waited)}; ${whatHappened(evidence) || 'no socket was seen'}`
      return fails(missed.states ? { claim: missed.states } : missed.what, got, [missed, ...(died ? [died] : [])], {
        ...(died ? { sure: true, timer: timers.none } : {}),
      })
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

function whatHappened(evidence: Evidence): string {
  const ends = pathsOf(evidence).filter(({ steps }) => steps.length > 0)
  const deaths = factsOf(evidence, 'program').filter(({ deed }) => deed === 'exited' || deed === 'complained')
  return [
    ...ends.map((path) => `${path.connection ? path.end : 'the listener'}: ${describe(path)}`),
    ...deaths.map((fact) => `the ${fact.host} program ${wordsOf(fact)} at ${moment(fact.at)}`),
  ].join('; ')
}

function wordsOf(fact: ProgramFact): string {
  if (fact.deed !== 'exited') return fact.text
  const { failure, signal, status } = fact.ending
  if (failure !== undefined) return `did not start: ${failure}`
  return signal === undefined ? `exited with status ${status}` : `was ended by ${signal}`
}
