import { type Answers, type Field, fieldsOf, type Question, type QuestionOf, type Value } from '../predict.ts'

const none: Value = { is: 'none' }
const never: Value = { is: 'never' }

/**
 * The fields of which the answer follows from other answers: who says that there is no such segment has said that of its flags too, and
 * of every later one. They are not asked, and not counted. One that was answered otherwise is an answer of its own.
 */
export function impliedBy(questions: readonly Question[], answers: Answers): Answers {
  const all = questions.flatMap((question) =>
    fieldsOf(question).flatMap((field): Array<[string, Value]> => {
      const value = impliedOf(question, field, questions, answers)
      const own = answers[field.key]
      return value && (own === undefined || own.is === value.is) ? [[field.key, value]] : []
    }),
  )
  return Object.fromEntries(all)
}

function impliedOf(
  question: Question,
  field: Field,
  questions: readonly Question[],
  answers: Answers,
): Value | undefined {
  if (question.is === 'stay') return isOffPath(question, questions, answers) ? never : undefined
  if (questions.some((other) => isEarlier(other, question) && saysNone(other, answers))) return none
  const [first] = fieldsOf(question)
  return first && first.key !== field.key && saysNone(question, answers) ? none : undefined
}

/** What may not be there at all. */
const one: ReadonlyArray<Question['is']> = ['segment', 'close', 'frame', 'again']

/** Whether it was said that there is no such thing; what is sent again no times is not sent again. */
function saysNone(question: Question, answers: Answers): boolean {
  const [first] = fieldsOf(question)
  const answer = one.includes(question.is) && first ? answers[first.key] : undefined
  return answer?.is === 'none' || (question.is === 'again' && answer?.is === 'number' && answer.number === 0)
}

/** Whether the one comes before the other wherever both are there. */
function isEarlier(one: Question, other: Question): boolean {
  if (one.is === 'segment' && other.is === 'segment')
    return one.connection === other.connection && one.number < other.number
  return one.is === 'frame' && other.is === 'frame' && one.link === other.link && one.number < other.number
}

/** Whether the state is not on the path that was said of its end. Of a listener, and of what is CLOSED, paths do not tell. */
function isOffPath(
  { end, connection, state }: QuestionOf<'stay'>,
  questions: readonly Question[],
  answers: Answers,
): boolean {
  const path = questions.find((each) => each.is === 'path' && each.end === end && each.connection === connection)
  const said = path && answers[path.id]
  return said?.is === 'path' && state !== 'LISTEN' && state !== 'CLOSED' && !said.states.includes(state)
}
