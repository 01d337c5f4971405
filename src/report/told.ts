import type { ToldClaim } from '../report.ts'
import { english } from '../words/en.ts'

/** What a report says under a claim: a label, and beside it what was expected, seen instead, or shows it. */
export type Labelled = readonly [label: keyof typeof english.reports.labels, text: string]

const column = 10
export const labelled = ([label, text]: Labelled): string => `${english.reports.labels[label].padEnd(column)}${text}`

/** Why a claim does not hold, in the words of the terminal's report: what was expected, seen instead, and the facts. */
export function explanation({ verdict, expected, got, missing, because, statedAt }: ToldClaim): string[] {
  if (verdict === 'holds') return []
  if (verdict === 'not reached') return [english.reports.notReached]
  const lines: Labelled[] = [
    ...(expected === undefined ? [] : [['expected', expected] as const]),
    ...(got === undefined ? [] : [['got', got] as const]),
    ...(missing === undefined ? [] : [['missing', missing] as const]),
    ...because.map((fact) => ['because', fact] as const),
    ...(statedAt === '' ? [] : [['at', statedAt] as const]),
  ]
  return lines.map(labelled)
}

/** The facts of a claim that are told, like the terminal's report does: the first few. */
export const toldFacts = 3
