import type { Result, Told, ToldRun } from '../report.ts'
import type { Speaker } from '../words.ts'
import { inShort, saidBy } from './explained.ts'
import { oneLine } from './printable.ts'
import type { Paint } from './style.ts'
import { cut, padEnd, widthOf } from './width.ts'

const marks: Readonly<Record<Result, string>> = {
  pass: '✔',
  fail: '✘',
  unknown: '?',
  error: '✘',
  'cannot run': '-',
  interrupted: '-',
}

const tone = (result: Result, paints: Paint): ((text: string) => string) =>
  result === 'pass' ? paints.green : result === 'fail' || result === 'error' ? paints.red : paints.yellow

export interface SummaryOptions {
  readonly columns: number
  readonly paints: Paint
  readonly say: Speaker
}

/** A run in a line: its name, its verdict, how long it took, and what of it did not hold. */
export function summaryLine(run: ToldRun, width: number, { columns, paints, say }: SummaryOptions): string {
  const { name, result, seconds } = run
  const line =
    `${padEnd(name, width)}  ${padEnd(say.reports.verdicts[result], 11)} ${inSeconds(seconds).padStart(8)}  ${whyNot(run, say)}`.trimEnd()
  return `${tone(result, paints)(marks[result])} ${clipped(line, columns - 2)}`
}

const inSeconds = (seconds: number): string => `${seconds.toFixed(1)} s`

/** As much of the text as so many columns hold, with a sign where it is cut. */
const clipped = (text: string, columns: number): string =>
  widthOf(text) > columns ? `${cut(text, columns - 1)}…` : text

function whyNot({ claims, reason }: ToldRun, say: Speaker): string {
  if (reason !== undefined) return oneLine(reason.split('\n')[0] ?? '')
  const fails = claims.filter(({ verdict }) => verdict === 'fails')
  const faults = fails.length > 0 ? fails : claims.filter(({ verdict }) => verdict === 'unknown')
  const [first] = faults
  if (!first) return ''
  return oneLine(say.reports.andMore(`${saidBy(first, say)}: ${inShort(first, say)}`, faults.length - 1))
}

/** The end of many runs, each of which has had its line: those that did not pass once more, and how many came to what. */
export function summary({ runs, notPlayed, seconds }: Told, options: SummaryOptions): string {
  const width = Math.max(0, ...runs.map(({ name }) => widthOf(name)))
  const faults = runs.filter(({ result }) => result !== 'pass').toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const lines = [
    ...faults.map((run) => summaryLine(run, width, options)),
    ...(faults.length > 0 ? [''] : []),
    ...(notPlayed.length > 0 ? [options.say.reports.notBegunOf(notPlayed)] : []),
    counts(runs, seconds, options.say),
  ]
  return `${lines.join('\n')}\n`
}

function counts(runs: readonly ToldRun[], seconds: number, say: Speaker): string {
  const words = say.reports.counted
  const groups = Map.groupBy(runs, ({ result }) => result)
  const parts = (Object.keys(words) as Result[]).flatMap((result) => {
    const count = groups.get(result)?.length ?? 0
    return count > 0 ? [`${count} ${words[result]}`] : []
  })
  return say.reports.counts(parts, inSeconds(seconds))
}
