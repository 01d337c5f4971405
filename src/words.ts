import type { Assertion, AssertionOf, Verb } from './evidence/assertion.ts'
import type { Finding } from './finding.ts'

/** The connections that a claim is about which says the same of several. */
export type Several = Omit<AssertionOf<'connections' | 'oneOf'>, 'claim'>

/**
 * What a language has to have: a sentence for everything that is data elsewhere. All tables are complete by their type, so
 * that a language in which one is missing does not compile.
 */
export interface Words {
  /** `say` is for a claim that is made of others. */
  readonly claims: { readonly [Each in Verb]: ClaimWords<AssertionOf<Each>> }
}

type ClaimWords<Said> = (said: Said, several: Several | undefined, say: Speaker['claim']) => string

/** What reports and files ask a language for. */
export interface Speaker {
  claim(said: Assertion, several?: Several): string
  finding(found: Finding): string
}

export function speaker(words: Words): Speaker {
  // The table has for each verb a function of just that verb's claims.
  const claims = words.claims as Readonly<Record<Verb, ClaimWords<Assertion>>>
  const claim: Speaker['claim'] = (said, several) => claims[said.verb](said, several, claim)
  return { claim, finding: (found) => (typeof found === 'string' ? found : claim(found.claim)) }
}
