import type { Evidence, ProgramFact } from '../evidence.ts'
import { type Trouble, troubleOf } from '../trouble.ts'
import type { Judgement } from '../verdict.ts'
import type { Speaker } from '../words.ts'
import { oneLine, printable } from './printable.ts'

/** What the writer of a program that failed is told before anything else; all of it harmless to a terminal. */
export interface ToldFirst {
  /** What the program did, what this lab needs, and when. */
  readonly sentence: string
  /** What else is easy to see. */
  readonly hints: readonly string[]
  /** What it printed, line by line as it was; a traceback whole. Empty where it printed nothing. */
  readonly printed: { readonly heading: string; readonly lines: readonly string[] }
  /** The claim that shows it, and those that follow from it, by their ids. */
  readonly root?: string
  readonly follows: readonly string[]
}

/** What a failure is told with first, where somebody's own program took part in it; undefined of any other run. */
export function toldFirst(evidence: Evidence, judgement: Judgement, say: Speaker): ToldFirst | undefined {
  const trouble = troubleOf(evidence, judgement)
  if (!trouble) return undefined
  const { end, deed, hints, output, root, follows } = trouble
  return {
    sentence: oneLine(say.trouble(end, deed)),
    hints: hints.map((hint) => oneLine(say.hint(end, hint))),
    printed: { heading: say.reports.printed(end), lines: linesOf(output, say) },
    ...(root === undefined ? {} : { root }),
    follows,
  }
}

/** Of much output the first lines are shown and the last, with the traceback that they end with; of a line so many characters. */
const shown = { first: 5, last: 30, traceback: 100, line: 1000 } as const

function linesOf(output: Trouble['output'], say: Speaker): string[] {
  const lines = output.flatMap(textOf)
  const from = lines.findLastIndex((line) => /^Traceback \(|^Exception in thread /.test(line))
  const tail = from < 0 ? shown.last : Math.min(shown.traceback, Math.max(shown.last, lines.length - from))
  const left = lines.length - shown.first - tail
  if (left <= 0) return lines
  return [...lines.slice(0, shown.first), say.reports.printedMore(left), ...lines.slice(-tail)]
}

const textOf = (fact: ProgramFact): string[] => {
  if (fact.deed !== 'said' && fact.deed !== 'complained') return []
  const { text } = fact
  return [printable(text.length > shown.line ? `${text.slice(0, shown.line)}…` : text)]
}
