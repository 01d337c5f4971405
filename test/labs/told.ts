import type { VerdictFile } from '../../src/run/verdict-file.ts'

/** The claims that did not hold, with what was expected and what came: what a test's failure should show. */
export const didNotHold = ({ claims }: VerdictFile): string[] =>
  claims
    .filter(({ verdict }) => verdict !== 'holds')
    .map(({ id, verdict, expected, got, missing }) =>
      [id, verdict, expected && `expected ${expected}`, got && `got ${got}`, missing].filter(Boolean).join('; '),
    )
