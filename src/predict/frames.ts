import type { AssertionOf } from '../evidence/assertion.ts'
import type { QuestionOf } from '../predict.ts'

type ShowsFrames = { readonly id: string; readonly said: AssertionOf<'showsFrames'> }

/** So many of each link: what comes later is more of the same. */
const ofEachLink = 4

/** The first frames of each link of which a lab tells all, up to `...`; where it tells all to the end, one that does not come. */
export const frameQuestions = (all: readonly ShowsFrames[]): readonly QuestionOf<'frame'>[] =>
  all.flatMap(({ id, said: { of, lines } }) => {
    const until = lines.indexOf('...')
    const known = until < 0 ? lines.length + 1 : until
    return Array.from({ length: Math.min(ofEachLink, known) }, (_, index) => ({
      is: 'frame' as const,
      id: `link(${of.link}).${index + 1}`,
      ...{ link: of.link, number: index + 1 },
      claims: [id],
    }))
  })
