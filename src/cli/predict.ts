import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { findLab } from '../catalogue/names.ts'
import { type Cast, castLab } from '../catalogue.ts'
import { HarnessFailed, WrongUsage } from '../errors.ts'
import type { End } from '../evidence.ts'
import { impliedBy } from '../predict/implied.ts'
import { fieldsOf, type Question } from '../predict.ts'
import { pageName } from '../report/page-link.ts'
import { outcomesOf, predictionsReport } from '../report/predictions.ts'
import { ofOneRun, widthOfScreen } from '../report/screen.ts'
import { padEnd, widthOf } from '../report/width.ts'
import { wrapped } from '../report/wrapped.ts'
import { exitStatus } from '../run/exit-status.ts'
import { requireMachine } from '../run/inside.ts'
import type { Outcomes } from '../words/predict.ts'
import type { Speaker } from '../words.ts'
import { readAnswers } from './answers.ts'
import type { RunOptions } from './arguments.ts'
import { askAtTerminal } from './ask.ts'
import { judgeAgain } from './judge.ts'
import { havePlayed } from './outside.ts'
import { questionsInJson, toldInJson } from './predict-json.ts'
import { answersOf, judgedPredictions, lock, type Predictions, readPredictions, type Written } from './predictions.ts'
import { questionsFor } from './questions.ts'
import { findRecord } from './records.ts'
import { rehearse } from './rehearsal.ts'
import { requirePrograms } from './run.ts'
import { spoken, titleIn } from './spoken.ts'

export interface PredictOptions extends Omit<RunOptions, 'hold' | 'report' | 'verbose' | 'predictions'> {
  /** Only the questions are told, and nothing is played. */
  readonly questions?: boolean
  /** The file of the answers; `-` is standard input. */
  readonly answers?: string
}

/** Asks what will be seen, locks the answers, plays the lab and judges them by its record. Resolves to the exit status. */
export async function predictCommand(wanted: string, options: PredictOptions): Promise<number> {
  const name = findLab(wanted)
  const cast = await castLab(name, options.variant, options.twin)
  const questions = questionsFor(cast)
  if (questions.length === 0)
    throw new WrongUsage(`the lab ${name} has nothing to predict: its claims are about frames, counters or names only`)
  const say = spoken(options)
  if (options.questions) {
    const text = options.json ? questionsInJson(cast, questions, say) : questionsInText(cast, questions, options, say)
    process.stdout.write(await text)
    return exitStatus.pass
  }
  await requirePrograms(options)
  requireMachine()
  const predictions = lock(cast, await answersFor(cast, questions, options, say))
  const answers = answersOf(questions, predictions.answers)
  const implied = impliedBy(questions, answers)
  const asked = questions.flatMap(fieldsOf).filter(({ key }) => !Object.hasOwn(implied, key))
  const answered = asked.filter(({ key }) => Object.hasOwn(answers, key)).length
  // As JSON nothing else goes to standard output.
  const output = options.json ? process.stderr : process.stdout
  output.write(`\n${say.predict.locked({ answered, of: asked.length, hash: predictions.sha256.slice(0, 16) })}\n\n`)
  const { questions: _, answers: __, ...run } = options
  const end = await havePlayed(name, { ...run, predictions })
  return end.file ? tellOutcome(end.file.record, predictions, options, say) : end.status
}

/** Those of the file, or of a person at a terminal. */
async function answersFor(
  cast: Cast,
  questions: readonly Question[],
  options: PredictOptions,
  say: Speaker,
): Promise<Written> {
  if (options.answers !== undefined) return readAnswers(options.answers, questions)
  const output = options.json ? process.stderr : process.stdout
  if (!process.stdin.isTTY || !output.isTTY)
    throw new WrongUsage(
      'predict asks a person, and there is no terminal here: print what it asks with --questions (--json),\n     and give the answers with --answers <file>, or --answers - for standard input',
    )
  output.write(`${await introduction(cast, options, say)}${wrapped([say.predict.how], widthOfScreen(ofOneRun))}\n`)
  return askAtTerminal(questions, say, output)
}

/** What is done in the run, and by which programs: without that nobody could predict anything. */
async function introduction(cast: Cast, options: PredictOptions, say: Speaker): Promise<string> {
  const directions = await rehearse(cast.lab)
  const lines = directions.map((each, index) => `  ${index + 1}. ${say.predict.direction(each)}`)
  const program = (end: End): string => options[end] ?? relative(process.cwd(), join(cast.folder, cast[end]))
  const text = [
    ...[`${say.predict.done}:`, ...lines, ''],
    ...[say.predict.programs(program('client'), program('server')), say.predict.counted],
  ]
  return `${wrapped(text, widthOfScreen(ofOneRun))}\n`
}

async function questionsInText(
  cast: Cast,
  questions: readonly Question[],
  options: PredictOptions,
  say: Speaker,
): Promise<string> {
  const fields = questions.flatMap(fieldsOf)
  const column = 2 + Math.max(...fields.map(({ key }) => widthOf(key)))
  const lines = questions.flatMap((question, index) => [
    '',
    `${index + 1}  ${say.predict.question(question)}`,
    ...fieldsOf(question).map(({ key, name }) => `     ${padEnd(key, column)}${say.predict.fields[name]}`),
  ])
  const forms = [...Map.groupBy(fields, ({ takes }) => takes)].map(
    ([takes, [field]]) => `  ${field ? say.predict.fields[field.name] : ''}: ${say.predict.forms[takes]}`,
  )
  const text = [...lines, '', `${say.predict.possible}:`, ...forms]
  return `${await introduction(cast, options, say)}${wrapped(text, widthOfScreen(ofOneRun))}\n`
}

/** Judged by the very record of this run, which is read again. */
async function tellOutcome(
  folder: string,
  predictions: Predictions,
  options: PredictOptions,
  say: Speaker,
): Promise<number> {
  const found = findRecord(folder)
  const { cast, judgement, file } = await judgeAgain(found, {})
  const kept = readPredictions(folder)
  if (kept === undefined || kept === 'changed' || kept.sha256 !== predictions.sha256)
    throw new HarnessFailed(`${say.predict.changed}: ${folder}`)
  const judged = judgedPredictions(folder, cast, { evidence: found.evidence, judgement })
  const status = statusOf(outcomesOf(judged))
  const title = titleIn(cast.lab, options)
  if (options.json) {
    process.stdout.write(
      toldInJson(
        { ...{ cast, title, predictions, judged, status, file }, evidence: found.evidence, record: folder },
        say,
      ),
    )
    return status
  }
  const verdict = say.reports.verdicts[judgement.verdict]
  process.stdout.write(predictionsReport({ evidence: found.evidence, predictions: judged, title, verdict }, say))
  process.stdout.write(`${say.reports.record(folder)}\n`)
  const page = join(folder, pageName)
  if (existsSync(page)) process.stdout.write(`${say.reports.page(page)}\n`)
  return status
}

/** What was left open is not right; what the run could not tell is never wrong. */
const statusOf = ({ wrong, open, unknown }: Outcomes): number =>
  wrong + open > 0 ? exitStatus.fail : unknown > 0 ? exitStatus.unknown : exitStatus.pass
