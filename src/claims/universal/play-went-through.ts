import { type Claim, fails, holds, makeClaim, unknown } from '../../claim.ts'
import { pathsOf } from '../../evidence/paths.ts'
import { factsOf } from '../../evidence.ts'
import { duration, moment } from '../../tcp.ts'
import { latenessOf } from '../timer.ts'
import { describe } from '../whose.ts'

/** Everything that the play waited for came. When something did not, what both ends did instead stands in the answer. */
export function playWentThrough(): Claim {
  return makeClaim({
    says: 'the story could be played to its end',
    judge(evidence) {
      const missed = factsOf(evidence, 'awaited').find(({ outcome }) => outcome === 'did not come')
      const lateness = latenessOf(evidence)
      if (!missed) return holds([])
      const deaths = factsOf(evidence, 'program').filter(({ deed }) => deed === 'exited' || deed === 'complained')
      // Whoever died of an error was not waited for to the end: that it did not come is no lateness.
      const died = deaths.some(
        ({ deed, text, at }) => deed === 'exited' && /status [1-9]/.test(text) && at <= missed.at,
      )
      if (!died && lateness > missed.waited / 2)
        return unknown(
          `a machine in time: it was up to ${duration(lateness)} late, and '${missed.what}' had ${duration(missed.waited)}`,
          [missed],
        )
      const ends = pathsOf(evidence).filter(({ steps }) => steps.length > 0)
      const seen = [
        ...ends.map((path) => `${path.connection ? path.end : 'the listener'}: ${describe(path)}`),
        ...deaths.map(({ host, text, at }) => `the ${host} program ${text} at ${moment(at)}`),
      ]
      return fails(missed.what, `not within ${duration(missed.waited)}; ${seen.join('; ') || 'no socket was seen'}`, [
        missed,
      ])
    },
  })
}
