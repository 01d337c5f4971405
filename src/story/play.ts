import { type AwaitedFact, type Evidence, factsOf } from '../evidence.ts'

/** What the play waited for in vain; there it was broken off. */
export const playBrokenOff = (evidence: Evidence): AwaitedFact | undefined =>
  factsOf(evidence, 'awaited').find(({ outcome }) => outcome === 'did not come')
