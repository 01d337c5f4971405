import { type Claim, fails, holds, lacks, makeClaim } from '../../claim.ts'
import { needsOf } from './each.ts'

/** One of two claims holds: the kernel may do the one or the other, and nothing else. It accounts for what both do. */
export function either(one: Claim, other: Claim): Claim {
  return makeClaim({
    states: { verb: 'either', one: one.states, other: other.states },
    needs: needsOf([one, other]),
    judge(evidence) {
      const verdicts = [one.judge(evidence), other.judge(evidence)]
      return (
        verdicts.find(({ outcome }) => outcome === 'holds') ??
        verdicts.find(({ outcome }) => outcome === 'unknown') ??
        fails(
          'one of the two',
          { kind: 'both', of: verdicts.flatMap((each) => ('got' in each ? [each.got] : [])) },
          [],
          {
            sure: verdicts.every((verdict) => 'sure' in verdict),
            absent: verdicts.some((verdict) => 'absent' in verdict),
          },
        )
      )
    },
    accounts: (evidence) => [...one.accounts(evidence), ...other.accounts(evidence)],
  })
}

/** The claim holds of one at least of several connections: what may happen does. */
export function oneOf(from: number, to: number, claimOf: (number: number) => Claim): Claim {
  const claims = Array.from({ length: to - from + 1 }, (_, index) => claimOf(from + index))
  return makeClaim({
    states: { verb: 'oneOf', from, to, claim: claimOf(from).states },
    needs: needsOf(claims),
    judge(evidence) {
      const verdicts = claims.map((claim) => claim.judge(evidence))
      const held = verdicts.filter(({ outcome }) => outcome === 'holds')
      if (held.length > 0)
        return holds(
          held.flatMap(({ because }) => because),
          { kind: 'held of', held: held.length, all: claims.length },
        )
      const [first] = verdicts
      return verdicts.find(({ outcome }) => outcome === 'unknown') ?? first ?? lacks('a connection', 'none')
    },
    // It says nothing of those it does not hold of: other claims have to account for them.
    accounts: (evidence) =>
      claims.flatMap((claim) => (claim.judge(evidence).outcome === 'holds' ? claim.accounts(evidence) : [])),
  })
}
