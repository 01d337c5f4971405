import { castLab } from '../../src/catalogue.ts'
import { questionsFor } from '../../src/cli/questions.ts'
import type { Evidence } from '../../src/evidence.ts'
import { words } from '../../src/lab.ts'
import { judgePredictions } from '../../src/predict/judge.ts'
import { readAnswer } from '../../src/predict/read.ts'
import { type Answers, type Field, fieldsOf, type JudgedField, type Question, type Value } from '../../src/predict.ts'
import { ms, readFlags, states } from '../../src/tcp.ts'
import { type Judgement, judgeRecord } from '../../src/verdict.ts'

/** A record with what is asked of it, and with its verdict. */
export interface Asked {
  readonly evidence: Evidence
  readonly questions: readonly Question[]
  readonly judgement: Judgement
}

export async function askedOf(evidence: Evidence): Promise<Asked> {
  const cast = await castLab(evidence.setting.lab, evidence.setting.variant)
  return { evidence, questions: questionsFor(cast), judgement: judgeRecord(cast.lab.claims(words), evidence) }
}

export const judge = ({ questions, ...run }: Asked, answers: Answers): readonly JudgedField[] =>
  judgePredictions(questions, answers, run).flatMap(({ fields }) => fields)

/** What somebody would write who knew what was seen. */
function write(value: Value): string {
  switch (value.is) {
    case 'who':
      return value.end
    case 'flags':
      return value.flags
    case 'number':
      return `${value.number}`
    case 'time':
      return `${value.time.toFixed(6)} ms`
    case 'path':
      return value.states.join(', ') || 'none'
    case 'state':
      return value.state
    case 'text':
      return value.text
    default:
      return value.is
  }
}

/** The right answers of a run, written and read again; throws where one cannot be read. */
export function rightAnswers(asked: Asked): Readonly<Record<string, Value>> {
  const seen = judge(asked, {})
  const fields = asked.questions.flatMap(fieldsOf)
  return Object.fromEntries(
    seen.map(({ key, seen: value }) => {
      const takes = fields.find((field) => field.key === key)?.takes
      const read = takes && readAnswer(takes, write(value))
      if (!read) throw new Error(`'${write(value)}' cannot be read as an answer to ${key}`)
      return [key, read]
    }),
  )
}

/** Answers to a field that are not this one; each has to be wrong. */
export function others(value: Value, { takes }: Pick<Field, 'takes'>): readonly Value[] {
  const none = ['who', 'host', 'protocol', 'flags', 'number', 'count', 'delay', 'text'].includes(takes)
    ? [{ is: 'none' } as const]
    : []
  return [...none, ...different(value)].filter(({ is }) => is !== 'none' || value.is !== 'none')
}

function different(value: Value): readonly Value[] {
  switch (value.is) {
    case 'who':
      return [{ is: 'who', end: value.end === 'client' ? 'server' : 'client' }]
    case 'flags':
      return ['S', 'S.', '.', 'F.', 'R', 'R.']
        .filter((each) => each !== value.flags.replace('P', ''))
        .map((each) => ({ is: 'flags', flags: readFlags(each) ?? value.flags }))
    case 'number':
      return [-1, 1].map((by) => ({ is: 'number', number: value.number + by }))
    case 'time':
      return [
        ...[0.5, 2].map((factor): Value => ({ is: 'time', time: ms(value.time * factor) })),
        { is: 'never' },
        { is: 'to the end' },
      ]
    case 'text':
      return [{ is: 'text', text: `${value.text}X` }]
    case 'never':
      return [{ is: 'to the end' }, { is: 'time', time: ms(1000) }]
    case 'to the end':
      return [{ is: 'never' }, { is: 'time', time: ms(1000) }]
    case 'yes':
      return [{ is: 'no' }]
    case 'no':
      return [{ is: 'yes' }]
    case 'path':
      return otherPaths(value.states)
    default:
      return [
        { is: 'number', number: 7 },
        { is: 'who', end: 'client' },
      ]
  }
}

/** One state less, one more at each place, and two the other way round. */
function otherPaths(path: readonly (typeof states)[number][]): readonly Value[] {
  const less = path.map((_, index) => path.toSpliced(index, 1))
  const more = Array.from({ length: path.length + 1 }, (_, index) =>
    states
      .filter((state) => !path.includes(state) && !(index === 0 && (state === 'CLOSED' || state === 'LISTEN')))
      .map((state) => path.toSpliced(index, 0, state)),
  ).flat()
  const swapped = path
    .slice(1)
    .map((_, index) => path.toSpliced(index, 2, ...path.slice(index, index + 2).toReversed()))
  return [...less, ...more, ...swapped].map((states) => ({ is: 'path', states }))
}
