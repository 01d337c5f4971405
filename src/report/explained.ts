import type { Evidence } from '../evidence.ts'
import type { Found } from '../verdict.ts'
import { english } from '../words/en.ts'
import { describe } from './fact.ts'

/** What a report says under a claim: a label, and beside it what was expected, seen instead, or shows it. */
export type Labelled = readonly [label: keyof typeof english.reports.labels, text: string]

const column = 10
export const labelled = ([label, text]: Labelled): string => `${english.reports.labels[label].padEnd(column)}${text}`

/** The first few facts behind a claim, each in a line; none without the record. */
export const factsBehind = ({ because }: Found, evidence: Evidence | undefined, most = 3): string[] =>
  evidence === undefined
    ? []
    : because.slice(0, most).flatMap((number) => {
        const fact = evidence.facts[number]
        return fact ? [describe(fact, evidence)] : []
      })

/** What was expected, seen instead or missing, the facts that show it, and where the lab states it. */
export function reasons(found: Found, facts: readonly string[]): Labelled[] {
  const details = english.details(found)
  return [
    ...(['expected', 'got', 'missing'] as const).flatMap((label): Labelled[] =>
      details[label] === undefined ? [] : [[label, details[label]]],
    ),
    ...facts.map((fact) => ['because', fact] as const),
    ...(found.statedAt === '' ? [] : [['at', found.statedAt] as const]),
  ]
}

/** Why a claim does not hold, in the words of the terminal's report: what was expected, seen instead, and the facts. */
export function explanation(found: Found, evidence: Evidence | undefined): string[] {
  if (found.verdict === 'holds') return []
  if (found.verdict === 'not reached') return [english.reports.notReached]
  return reasons(found, factsBehind(found, evidence)).map(labelled)
}

/** The same in half a line. */
export const inShort = (found: Found): string => english.reports.inShort(english.details(found))

export const saidBy = ({ states }: Found): string => english.claim(states)
