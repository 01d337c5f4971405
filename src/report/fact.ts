import type { Evidence, Fact } from '../evidence.ts'
import { writeFrame } from '../story/frames.ts'
import { transitsOf } from '../story/transits.ts'
import { writeLine } from '../tcp.ts'
import type { Speaker } from '../words.ts'
import { oneLine } from './printable.ts'

/** A fact in a line: what, where, when and which witness said so. */
export function describe(fact: Fact, evidence: Evidence, say: Speaker): string {
  const told = say.fact(fact, notationOf(fact, evidence))
  // Segments stand in columns, and nothing in them comes from strangers.
  return fact.kind === 'segment' ? told : oneLine(told)
}

/** A segment with the numbers of its connection, and a frame with the names of its link: what only the record knows. */
function notationOf(fact: Fact, evidence: Evidence): string | undefined {
  if (fact.kind === 'frame') return writeFrame(evidence, fact.frame)
  const transit = fact.kind === 'segment' && transitsOf(evidence).find(({ taps }) => taps.includes(fact))
  return transit ? writeLine(transit.relative) : undefined
}
