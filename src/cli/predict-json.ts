import type { Cast } from '../catalogue.ts'
import type { Evidence } from '../evidence.ts'
import { type Field, fieldsOf, type JudgedField, type JudgedQuestion, type Question, type Takes } from '../predict.ts'
import { describe } from '../report/fact.ts'
import { outcomesOf } from '../report/predictions.ts'
import type { VerdictFile } from '../run/verdict-file.ts'
import { states } from '../tcp.ts'
import type { Speaker } from '../words.ts'
import type { Predictions, Written } from './predictions.ts'
import { rehearse } from './rehearsal.ts'

const write = (told: object): string => `${JSON.stringify(told, undefined, 2)}\n`

const changeOf = ({ variant, twin }: Pick<Cast, 'variant' | 'twin'>) => ({
  ...(variant === undefined ? {} : { variant }),
  ...(twin === undefined ? {} : { twin }),
})

/** What a front end of a course shows of a field: its choices, where there are a few. */
const choices: Readonly<Partial<Record<Takes, readonly string[]>>> = {
  who: ['client', 'server', 'none'],
  path: states,
  'yes or no': ['yes', 'no'],
}

/** What `predict --questions --json` prints; the fields are a contract. Nothing in it tells what the lab claims. */
export async function questionsInJson(cast: Cast, questions: readonly Question[], say: Speaker): Promise<string> {
  const field = ({ key, name, takes }: Field) => ({
    ...{ key, label: say.predict.fields[name], takes, forms: say.predict.forms[takes] },
    ...(choices[takes] ? { choices: choices[takes] } : {}),
  })
  return write({
    version: 1,
    lab: cast.name,
    ...changeOf(cast),
    done: (await rehearse(cast.lab)).map((each) => say.predict.direction(each)),
    questions: questions.map((question) => ({
      id: question.id,
      text: say.predict.question(question),
      fields: fieldsOf(question).map(field),
    })),
  })
}

interface Told {
  readonly cast: Cast
  readonly title: string
  readonly predictions: Predictions
  readonly judged: readonly JudgedQuestion[]
  readonly status: number
  readonly file: VerdictFile
  readonly evidence: Evidence
  readonly record: string
}

/** What `predict --json` prints after the run; the fields are a contract. */
export function toldInJson(told: Told, say: Speaker): string {
  const { cast, title, predictions, judged, status, file, evidence, record } = told
  const { lockedAt, sha256, answers } = predictions
  return write({
    ...{ version: 1, lab: cast.name, ...changeOf(cast), title, status, counts: outcomesOf(judged), lockedAt, sha256 },
    questions: judged.map(({ question, fields }) => ({
      id: question.id,
      text: say.predict.question(question),
      fields: fields.map((field) => fieldInJson(field, answers, evidence, say)),
    })),
    run: { verdict: file.verdict, status: file.status },
    record,
  })
}

function fieldInJson(field: JudgedField, written: Written, evidence: Evidence, say: Speaker) {
  const { key, answer, seen, outcome, implied, why, because } = field
  return {
    ...{ key, label: say.predict.label(field), outcome },
    /** As it was written; of a path's step, and of what follows from another answer, as it was read. */
    answer: written[key] ?? (answer ? say.predict.value(answer) : null),
    seen: say.predict.value(seen),
    /** It follows from another answer, and `counts` leaves it out. */
    ...(implied ? { implied } : {}),
    ...(why === undefined ? {} : { why: say.predict.whys[why] }),
    because: because.flatMap((number) => {
      const fact = evidence.facts[number]
      return fact ? [describe(fact, evidence, say)] : []
    }),
  }
}
