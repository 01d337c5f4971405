import type { Claim, Outcome, Verdict } from '../src/claim.ts'
import type { Evidence, Fact } from '../src/evidence.ts'
import { type Milliseconds, ms } from '../src/tcp.ts'
import { judgeAll } from '../src/verdict.ts'

/** What a claim says of a record, whoever was blind. */
export const outcome = (claim: Claim, evidence: Evidence): Outcome => claim.judge(evidence).outcome

/** What the central judge makes of it, who also asks who could see; nothing where the claim has no meaning in the run. */
export const verdict = (claim: Claim, evidence: Evidence): Verdict | undefined =>
  judgeAll([claim], evidence)[0]?.verdict
export const judged = (claim: Claim, evidence: Evidence): Outcome | undefined => verdict(claim, evidence)?.outcome

/** The record with each of its facts replaced by these. */
export const change = (evidence: Evidence, alter: (fact: Fact) => readonly Fact[]): Evidence => ({
  ...evidence,
  facts: evidence.facts.flatMap(alter),
})

/** The record without some of its facts. */
export const without = (evidence: Evidence, wrong: (fact: Fact) => boolean): Evidence =>
  change(evidence, (fact) => (wrong(fact) ? [] : [fact]))

/** The record with one fact more, in its place in time. */
export const adding = (evidence: Evidence, fact: Fact): Evidence => ({
  ...evidence,
  facts: [...evidence.facts, fact].toSorted((a, b) => a.at - b.at),
})

/** As if this witness had seen nothing for a moment. */
export const blinded = (evidence: Evidence, by: Fact['by'], host: Fact['host'] = 'server'): Evidence =>
  adding(evidence, { kind: 'blind', at: ms(10), within: ms(5), host, by, cause: { is: 'error', error: 'a test' } })

/** As if the machine had been so late. */
export const late = (evidence: Evidence, worst: Milliseconds): Evidence =>
  change(evidence, (fact) => [fact.kind === 'lateness' ? { ...fact, worst } : fact])

/** The record in which the listener is closed a tenth of a second after it was opened. */
export const withoutListener = (evidence: Evidence): Evidence =>
  change(evidence, (fact) =>
    fact.kind === 'transition' && fact.to === 'LISTEN'
      ? [fact, { ...fact, at: ms(fact.at + 100), from: 'LISTEN', to: 'CLOSED' }]
      : [fact],
  )
