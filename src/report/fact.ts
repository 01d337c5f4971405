import { journeysOf } from '../evidence/journeys.ts'
import type { Evidence, Fact } from '../evidence.ts'
import { moment, writeLine } from '../tcp.ts'
import { oneLine } from './printable.ts'

/** A fact in a line: what, where, when and which witness said so. */
export function describe(fact: Fact, evidence: Evidence): string {
  const when = `at ${moment(fact.at)} (${fact.by})`
  switch (fact.kind) {
    case 'segment': {
      const journey = journeysOf(evidence).find(({ taps }) => taps.includes(fact))
      return `${journey ? writeLine(journey.relative) : fact.segment.flags} ${when}`
    }
    case 'transition':
      return `${fact.host} ${fact.from} → ${fact.to} ${when}`
    case 'sample':
      return `${fact.host} ${fact.state} ${when}`
    case 'program':
      return `${fact.host} program ${fact.deed} '${oneLine(fact.text)}' ${when}`
    default:
      return `${fact.kind} on ${fact.host} ${when}`
  }
}
