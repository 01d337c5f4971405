import { pathOfEnd } from '../claims/subject.ts'
import type { Evidence } from '../evidence.ts'
import {
  type AgainField,
  type Answers,
  type Field,
  type FrameField,
  fieldsOf,
  type JudgedField,
  type JudgedQuestion,
  type Question,
  type QuestionOf,
  type SegmentField,
  type Value,
} from '../predict.ts'
import type { State } from '../tcp.ts'
import type { Judgement } from '../verdict.ts'
import { impliedBy } from './implied.ts'
import { type Comparison, compare } from './same.ts'
import {
  deciding,
  type Seen,
  seenAgain,
  seenNext,
  seenOfClose,
  seenOfFrame,
  seenOfLine,
  seenOfSegment,
  seenOfStay,
  seenSaid,
} from './seen.ts'
import { couldTell, type Sight } from './sight.ts'

/** A run that was judged by its lab's claims: what it could not tell there it cannot tell here. */
export interface JudgedRun {
  readonly evidence: Evidence
  readonly judgement: Judgement
}

/** Holds each answer against what was seen in the run, whatever the lab claims. */
export function judgePredictions(
  questions: readonly Question[],
  answers: Answers,
  run: JudgedRun,
): readonly JudgedQuestion[] {
  const implied = impliedBy(questions, answers)
  const whole = { ...answers, ...implied }
  const numbers = new Map(run.evidence.facts.map((fact, number) => [fact, number]))
  return questions.map((question) => {
    const sight = couldTell(question, run)
    const compared =
      question.is === 'path'
        ? comparePath(question, whole[question.id], run)
        : fieldsOf(question).map((field) => compareField(question, field, whole[field.key], run))
    const fields = compared.map(
      ({ seen, same, ...field }): JudgedField => ({
        ...field,
        seen: seen.value,
        ...outcomeOf({ ...field, seen, same }, sight),
        because: seen.because.flatMap((fact) => numbers.get(fact) ?? []),
        ...(Object.hasOwn(implied, field.key) || field.answer?.is === 'not passed' ? { implied: true } : {}),
      }),
    )
    return { question, fields }
  })
}

/** An answer beside what was seen. */
interface Compared extends Pick<JudgedField, 'key' | 'name' | 'after' | 'answer'> {
  readonly seen: Seen
  readonly same: Comparison
}

function seenOf(evidence: Evidence, question: Exclude<Question, { is: 'path' }>, { name }: Field): Seen {
  switch (question.is) {
    case 'segment':
      return seenOfSegment(evidence, question, name as SegmentField)
    case 'close':
      return seenOfClose(evidence, question, name as SegmentField)
    case 'frame':
      return seenOfFrame(evidence, question, name as FrameField)
    case 'again':
      return seenAgain(evidence, question, name as AgainField)
    case 'stay':
      return seenOfStay(evidence, question)
    case 'line':
      return seenOfLine(evidence, question)
    case 'says':
      return seenSaid(evidence, question)
  }
}

function compareField(
  question: Exclude<Question, { is: 'path' }>,
  field: Field,
  answer: Value | undefined,
  { evidence }: JudgedRun,
): Compared {
  const { key, name } = field
  const seen = seenOf(evidence, question, field)
  if (answer === undefined) return { key, name, seen, same: 'different' }
  return { key, name, answer, seen, same: compare(answer, seen, { question, name, evidence }) }
}

function outcomeOf({ answer, seen, same }: Compared, sight: Sight): Pick<JudgedField, 'outcome' | 'why'> {
  if (answer === undefined) return { outcome: 'open' }
  if (sight.blind) return { outcome: 'unknown', why: sight.blind }
  if (seen.absent && sight.brokenOff) return { outcome: 'unknown', why: 'not reached' }
  if (same === 'same') return { outcome: 'right' }
  return sight.late || same === 'too late to tell' ? { outcome: 'unknown', why: 'late' } : { outcome: 'wrong' }
}

/** Of each state that was seen which one comes next, and of the last that none does. */
function comparePath(
  question: QuestionOf<'path'>,
  answer: Value | undefined,
  { evidence }: JudgedRun,
): readonly Compared[] {
  const { id, end, connection } = question
  const path = pathOfEnd(evidence, end, connection)
  const steps = path?.steps ?? []
  if (answer?.is !== 'path') {
    const seen: Seen = {
      value: { is: 'path', states: steps.map(({ state }) => state) },
      because: steps.flatMap(deciding),
    }
    return [{ key: id, name: 'path', seen, same: 'different' }]
  }
  return [undefined, ...steps].map((step, index): Compared => {
    const seen = seenNext(evidence, path, index)
    const next = nextOf(answer.states, step?.state)
    const same = isSameState(next, seen.value) ? 'same' : 'different'
    if (!step) return { key: `${id}.first`, name: 'path', answer: next, seen, same }
    return { key: `${id}.after(${step.state})`, name: 'path', after: step.state, answer: next, seen, same }
  })
}

/** What was said to come after the state, or at first. */
function nextOf(said: readonly State[], state: State | undefined): Value {
  const at = state === undefined ? -1 : said.indexOf(state)
  if (state !== undefined && at < 0) return { is: 'not passed' }
  const next = said[at + 1]
  if (next !== undefined) return { is: 'state', state: next }
  return { is: state === undefined ? 'none' : 'stays' }
}

const isSameState = (one: Value, other: Value): boolean =>
  one.is === 'state' && other.is === 'state' ? one.state === other.state : one.is === other.is
