import { type Claim, holds, makeClaim } from '../../claim.ts'

/** The same claim of several connections; it holds when it holds of each. */
export function each(from: number, to: number, claimOf: (number: number) => Claim): Claim {
  const claims = Array.from({ length: to - from + 1 }, (_, index) => claimOf(from + index))
  return makeClaim({
    states: { verb: 'connections', from, to, claim: claimOf(from).states },
    needs: needsOf(claims),
    judge(evidence) {
      const verdicts = claims.map((claim) => claim.judge(evidence))
      const worst =
        verdicts.find((verdict) => verdict.outcome === 'fails' && verdict.sure) ??
        verdicts.find(({ outcome }) => outcome === 'fails') ??
        verdicts.find(({ outcome }) => outcome === 'unknown')
      return worst ?? holds(verdicts.flatMap(({ because }) => because))
    },
    accounts: (evidence) => claims.flatMap((claim) => claim.accounts(evidence)),
  })
}

/** What any of them needs. */
export const needsOf = (claims: readonly Claim[]): Claim['needs'] => [...new Set(claims.flatMap(({ needs }) => needs))]
