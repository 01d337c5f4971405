import { describe, expect, it } from 'vitest'
import { claims } from '../../src/words/en/claims.ts'
import { facts } from '../../src/words/en/facts.ts'
import { things } from '../../src/words/en/things.ts'
import type { Language } from '../../src/words.ts'

const { stays, ...otherClaims } = claims
const { segment, ...otherFacts } = facts
const { none, ...otherThings } = things

/** The type checker (npm run check) fails where one of these compiles: then a second language might lack a sentence. */
const lacking = [
  // @ts-expect-error a verb has no sentence
  (): Language['claims'] => otherClaims,
  // @ts-expect-error a kind of fact has none
  (): Language['facts'] => otherFacts,
  // @ts-expect-error a word has none
  (): Language['things'] => otherThings,
]

describe('a language in which a sentence is missing', () => {
  it('does not compile', () => {
    expect([stays, segment, none, ...lacking]).not.toContain(undefined)
  })
})
