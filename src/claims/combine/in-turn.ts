import { type Claim, holds, makeClaim, refuted } from '../../claim.ts'
import { type Evidence, type Fact, factsOf } from '../../evidence.ts'
import { ms } from '../../tcp.ts'
import { needsOf } from './each.ts'

/**
 * The one comes first, and only then the other. Told from the facts that show them: only where the other is over before the
 * one can have begun does it fail, for no clock of a witness is exact.
 */
export function inTurn(one: Claim, other: Claim): Claim {
  return makeClaim({
    states: { verb: 'inTurn', one: one.states, other: other.states },
    needs: needsOf([one, other]),
    judge(evidence) {
      const [first, second] = [one.judge(evidence), other.judge(evidence)]
      const missed = [first, second].find(({ outcome }) => outcome !== 'holds')
      if (missed) return missed
      const begins = Math.min(...first.because.map((fact) => earliest(evidence, fact)))
      const ends = Math.max(...second.because.map(({ at, within }) => at + within))
      const because = [...second.because, ...first.because]
      return ends < begins
        ? refuted('the one before the other', { kind: 'other way round', one: ms(begins), other: ms(ends) }, because)
        : holds(because)
    },
    accounts: (evidence) => [...one.accounts(evidence), ...other.accounts(evidence)],
  })
}

/** What a look shows can be so since just after the look before. */
function earliest(evidence: Evidence, fact: Fact): number {
  if (fact.kind !== 'sample') return fact.at - fact.within
  const before = factsOf(evidence, 'poll').findLast(
    ({ host, by, at }) => host === fact.host && by === fact.by && at < fact.at,
  )
  return before ? before.at - before.within : 0
}
