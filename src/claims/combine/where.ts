import { type Claim, makeClaim } from '../../claim.ts'

/** The claim, in runs in which the condition holds; where a machine cannot show something nobody is asked for it. */
export const where = (condition: Claim, claim: Claim): Claim =>
  makeClaim(
    {
      ...claim,
      applies: (evidence) => condition.judge(evidence).outcome === 'holds' && claim.applies(evidence),
    },
    claim.settles,
    () => claim.statedAt,
  )
