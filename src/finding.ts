import type { Assertion } from './evidence/assertion.ts'

/** Something that a claim expected, got, measured or missed. */
export type Finding = string | { readonly claim: Assertion }
