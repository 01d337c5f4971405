import { type Evidence, factsOf } from '../evidence.ts'
import { type Milliseconds, ms } from '../tcp.ts'

/** When the story ended; while it goes on, the moment of the latest fact. */
export const storyEnd = (evidence: Evidence): Milliseconds =>
  factsOf(evidence, 'end')[0]?.at ?? evidence.facts.at(-1)?.at ?? ms(0)
