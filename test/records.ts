import type { Claim, Outcome } from '../src/claim.ts'
import type { Evidence, Fact } from '../src/evidence.ts'
import { ms } from '../src/tcp.ts'

/** What a claim says of a record. */
export const outcome = (claim: Claim, evidence: Evidence): Outcome => claim.judge(evidence).outcome

/** The record with each of its facts replaced by these. */
export const change = (evidence: Evidence, alter: (fact: Fact) => readonly Fact[]): Evidence => ({
  ...evidence,
  facts: evidence.facts.flatMap(alter),
})

/** The record without some of its facts. */
export const without = (evidence: Evidence, wrong: (fact: Fact) => boolean): Evidence =>
  change(evidence, (fact) => (wrong(fact) ? [] : [fact]))

/** The record in which the listener is closed a tenth of a second after it was opened. */
export const withoutListener = (evidence: Evidence): Evidence =>
  change(evidence, (fact) =>
    fact.kind === 'transition' && fact.to === 'LISTEN'
      ? [fact, { ...fact, at: ms(fact.at + 100), from: 'LISTEN', to: 'CLOSED' }]
      : [fact],
  )
