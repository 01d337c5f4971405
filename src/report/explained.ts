import type { Evidence } from '../evidence.ts'
import type { Found } from '../verdict.ts'
import type { ReportWords } from '../words/reports.ts'
import type { Speaker } from '../words.ts'
import { describe } from './fact.ts'
import { padEnd } from './width.ts'

/** What a report says under a claim: a label, and beside it what was expected, seen instead, or shows it. */
export type Labelled = readonly [label: keyof ReportWords['labels'], text: string]

const column = 10
export const labelled = ([label, text]: Labelled, say: Speaker): string =>
  `${padEnd(say.reports.labels[label], column)}${text}`

/** The first few facts behind a claim, each in a line; none without the record. */
export const factsBehind = ({ because }: Found, evidence: Evidence | undefined, say: Speaker, most = 3): string[] =>
  evidence === undefined
    ? []
    : because.slice(0, most).flatMap((number) => {
        const fact = evidence.facts[number]
        return fact ? [describe(fact, evidence, say)] : []
      })

/** What was expected, seen instead or missing, the facts that show it, and where the lab states it. */
export function reasons(found: Found, facts: readonly string[], say: Speaker): Labelled[] {
  const details = say.details(found)
  return [
    ...(['expected', 'got', 'missing'] as const).flatMap((label): Labelled[] =>
      details[label] === undefined ? [] : [[label, details[label]]],
    ),
    ...facts.map((fact) => ['because', fact] as const),
    ...(found.statedAt === '' ? [] : [['at', found.statedAt] as const]),
  ]
}

/** Why a claim does not hold, in the words of the terminal's report: what was expected, seen instead, and the facts. */
export function explanation(found: Found, evidence: Evidence | undefined, say: Speaker): string[] {
  if (found.verdict === 'holds') return []
  if (found.verdict === 'not reached') return [say.reports.notReached]
  return reasons(found, factsBehind(found, evidence, say), say).map((each) => labelled(each, say))
}

/** The same in half a line. */
export const inShort = (found: Found, say: Speaker): string => say.reports.inShort(say.details(found))

export const saidBy = ({ states }: Found, say: Speaker): string => say.claim(states)
