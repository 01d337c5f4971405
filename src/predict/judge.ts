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
import type { Step } from '../story/paths.ts'
import type { State } from '../tcp.ts'
import type { Judgement } from '../verdict.ts'
import { type Comparison, compare } from './same.ts'
import {
  deciding,
  type Seen,
  seenAgain,
  seenOfClose,
  seenOfFrame,
  seenOfLine,
  seenOfSegment,
  seenOfStay,
  seenSaid,
  stepsOf,
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
  const whole = withoutFieldsOfNone(questions, answers)
  const numbers = new Map(run.evidence.facts.map((fact, number) => [fact, number]))
  const judged = (field: Omit<Compared, 'field'> & Pick<JudgedField, 'key' | 'name' | 'after'>): JudgedField => {
    const { key, name, after, answer, seen, sight, same } = field
    return {
      ...{ key, name, seen: seen.value },
      ...(after === undefined ? {} : { after }),
      ...(answer === undefined ? {} : { answer }),
      ...outcomeOf({ answer, seen, sight, same }),
      because: seen.because.flatMap((fact) => numbers.get(fact) ?? []),
    }
  }
  return questions.map((question) => {
    const sight = couldTell(question, run)
    if (question.is === 'path')
      return { question, fields: judgePath(question, whole[question.id], sight, run).map(judged) }
    return {
      question,
      fields: fieldsOf(question).map((field) => {
        const seen = seenOf(run.evidence, question, field)
        const answer = whole[field.key]
        const about = { question, name: field.name, evidence: run.evidence }
        const same = answer === undefined ? 'different' : compare(answer, seen, about)
        return judged({ key: field.key, name: field.name, answer, seen, sight, same })
      }),
    }
  })
}

/** What may not be there at all. */
const one: ReadonlyArray<Question['is']> = ['segment', 'close', 'frame', 'again']

/** Who says that there is no such segment has said that of its flags and numbers too. */
function withoutFieldsOfNone(questions: readonly Question[], answers: Answers): Answers {
  const more = questions.flatMap((question) => {
    const [first] = fieldsOf(question)
    if (!one.includes(question.is) || !first || answers[first.key]?.is !== 'none') return []
    return fieldsOf(question).flatMap(
      ({ key }): Array<[string, Value]> => (answers[key] ? [] : [[key, { is: 'none' }]]),
    )
  })
  return { ...answers, ...Object.fromEntries(more) }
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

interface Compared {
  readonly answer: Value | undefined
  readonly seen: Seen
  readonly sight: Sight
  readonly same: Comparison
}

function outcomeOf({ answer, seen, sight, same }: Compared): Pick<JudgedField, 'outcome' | 'why'> {
  if (answer === undefined) return { outcome: 'open' }
  if (sight.blind) return { outcome: 'unknown', why: sight.blind }
  if (seen.absent && sight.brokenOff) return { outcome: 'unknown', why: 'not reached' }
  if (same === 'same') return { outcome: 'right' }
  return sight.late || same === 'too late to tell' ? { outcome: 'unknown', why: 'late' } : { outcome: 'wrong' }
}

type JudgedStep = Compared & Pick<JudgedField, 'key' | 'name' | 'after'>

const none: Value = { is: 'none' }

/** Of each state that was seen which one comes next, and of the last that none does. */
function judgePath(question: QuestionOf<'path'>, answer: Value | undefined, sight: Sight, { evidence }: JudgedRun) {
  const steps = stepsOf(evidence, question)
  const said = answer?.is === 'path' ? answer.states : undefined
  if (!said) {
    const because = steps.flatMap(deciding)
    const seen: Seen = { value: { is: 'path', states: steps.map(({ state }) => state) }, because }
    return [{ key: question.id, name: 'path', answer: undefined, seen, sight, same: 'different' } as const]
  }
  return [undefined, ...steps].map((step, index): JudgedStep => {
    const seen = seenNext(steps[index], step)
    const next = nextOf(said, step?.state)
    const after = step?.state
    return {
      ...{ key: `${question.id}.${after === undefined ? 'first' : `after(${after})`}`, name: 'path' },
      ...(after === undefined ? {} : { after }),
      ...{ answer: next, seen, sight },
      same: isSameState(next, seen.value) ? 'same' : 'different',
    }
  })
}

const seenNext = (next: Step | undefined, before: Step | undefined): Seen =>
  next
    ? { value: { is: 'state', state: next.state }, because: deciding(next) }
    : { value: none, because: before ? deciding(before) : [], absent: true }

/** What was said to come after the state, or at first. */
function nextOf(said: readonly State[], state: State | undefined): Value {
  const at = state === undefined ? -1 : said.indexOf(state)
  if (state !== undefined && at < 0) return { is: 'not passed' }
  const next = said[at + 1]
  return next === undefined ? none : { is: 'state', state: next }
}

const isSameState = (one: Value, other: Value): boolean =>
  one.is === 'state' && other.is === 'state' ? one.state === other.state : one.is === other.is
