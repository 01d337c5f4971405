import type { Cast } from '../catalogue.ts'
import { words } from '../lab.ts'
import { rawEndOf } from '../network.ts'
import { questionsOf } from '../predict/questionnaire.ts'
import type { Question } from '../predict.ts'

/** What is asked of a run of this lab, by what it claims; no record is needed for it. */
export const questionsFor = ({ lab }: Cast): readonly Question[] =>
  questionsOf(lab.claims(words), { opens: lab.lesson.chapter === 'opening', raw: rawEndOf(lab.network ?? {}) })
