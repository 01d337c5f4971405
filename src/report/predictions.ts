import type { Evidence } from '../evidence.ts'
import { counted, type JudgedField, type JudgedQuestion } from '../predict.ts'
import type { Outcomes } from '../words/predict.ts'
import type { Speaker } from '../words.ts'
import { describe } from './fact.ts'
import { ladder } from './ladder.ts'
import { oneLine } from './printable.ts'
import { ofOneRun, widthOfScreen } from './screen.ts'
import { type Paint, paint, wantsColor } from './style.ts'
import { padEnd, widthOf } from './width.ts'
import { wrapped } from './wrapped.ts'

/** What a report of predictions is made from. */
export interface Predicted {
  readonly evidence: Evidence
  readonly predictions: readonly JudgedQuestion[]
  /** The lab's title, which is told only now. */
  readonly title: string
  /** What the run itself came to, in words. */
  readonly verdict: string
}

/** What happened, and then each field: what was answered, what was seen, and the fact that decides. */
export function predictionsReport({ evidence, predictions, title, verdict }: Predicted, say: Speaker): string {
  const colors = wantsColor(process.stdout)
  const paints = paint(colors)
  const width = widthOfScreen(ofOneRun)
  const outcomes = outcomesOf(predictions)
  const told = counted(predictions)
  const drawing = { evidence, paints, say, columns: columnsOf(told, width, say) }
  const lines = [
    paints.bold(title),
    '',
    ...ladder(evidence, { width, colors, say }),
    '',
    paints.bold(say.predict.headings.predictions),
    headLine(drawing),
    ...told.flatMap((each, index) => questionLines(each, index, drawing)),
    '',
    paintOf(worstOf(outcomes), paints)(say.predict.counts(outcomes)),
    paints.dim(say.predict.whatCounts),
    paints.dim(say.predict.run(verdict, evidence.setting.lab)),
  ]
  return `${wrapped(lines, width)}\n`
}

/** How many fields came out how, of those that count. */
export function outcomesOf(predictions: readonly JudgedQuestion[]): Outcomes {
  const all = counted(predictions).flatMap(({ fields }) => fields)
  const of = (outcome: JudgedField['outcome']): number => all.filter((field) => field.outcome === outcome).length
  return { all: all.length, right: of('right'), wrong: of('wrong'), open: of('open'), unknown: of('unknown') }
}

const worstOf = ({ wrong, open, unknown }: Outcomes): JudgedField['outcome'] =>
  wrong > 0 || open > 0 ? 'wrong' : unknown > 0 ? 'unknown' : 'right'

interface Drawing {
  readonly evidence: Evidence
  readonly paints: Paint
  readonly say: Speaker
  /** How wide the columns of what is asked and of what was said are. */
  readonly columns: readonly [asked: number, said: number]
}

const marks = { right: '✔', wrong: '✘', unknown: '?', open: '–' } as const

const paintOf = (outcome: JudgedField['outcome'], { green, red, yellow }: Paint) =>
  ({ right: green, wrong: red, unknown: yellow, open: yellow })[outcome]

function columnsOf(predictions: readonly JudgedQuestion[], width: number, say: Speaker): Drawing['columns'] {
  const fields = predictions.flatMap((each) => each.fields)
  const column = (texts: readonly string[]): number =>
    2 + Math.min(Math.floor(width / 3), Math.max(...texts.map(widthOf)))
  return [
    column(fields.map((field) => say.predict.label(field))),
    column([say.predict.headings.said, ...fields.map((field) => saidIn(field, say))]),
  ]
}

const saidIn = (field: JudgedField, say: Speaker): string =>
  field.answer ? shown(field.answer, say) : say.predict.leftOpen

function headLine({ columns: [asked, said], paints, say }: Drawing): string {
  const { headings } = say.predict
  return paints.dim(`      ${padEnd('', asked)}${padEnd(headings.said, said)}${headings.seen}`)
}

function questionLines({ question, fields }: JudgedQuestion, index: number, drawing: Drawing): string[] {
  const { say } = drawing
  const rows = fields.flatMap((field, place) => {
    const next = fields[place + 1]
    return [fieldLine(field, drawing), ...(next && isDecidedAs(field, next) ? [] : factLines(field, drawing))]
  })
  return ['', `${index + 1}  ${oneLine(say.predict.question(question))}`, ...rows]
}

/** Of fields that the same facts decide they are told once, under the last. */
const isDecidedAs = (one: JudgedField, other: JudgedField): boolean =>
  one.because.join() === other.because.join() && one.why === other.why

function fieldLine(field: JudgedField, { columns: [asked, said], paints, say }: Drawing): string {
  const { outcome, seen } = field
  const mark = paintOf(outcome, paints)(marks[outcome])
  return `    ${mark} ${padEnd(say.predict.label(field), asked)}${padEnd(saidIn(field, say), said)}${shown(seen, say)}`
}

const shown = (value: JudgedField['seen'], say: Speaker): string => oneLine(say.predict.value(value))

/** So many facts tell it: where a stretch of time is decided, its beginning and its end. */
const facts = 2

function factLines({ because, why }: JudgedField, { evidence, paints, say }: Drawing): string[] {
  const told = because.slice(-facts).flatMap((number) => {
    const fact = evidence.facts[number]
    return fact ? [describe(fact, evidence, say)] : []
  })
  return [...(why === undefined ? [] : [say.predict.unknown(say.predict.whys[why])]), ...told].map((line) =>
    paints.dim(`        ${line}`),
  )
}
