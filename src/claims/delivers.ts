import { type Claim, fails, holds, makeClaim } from '../claim.ts'
import { type Journey, journeysOf } from '../evidence/journeys.ts'
import type { End, Evidence } from '../evidence.ts'

/** The end's first so many bytes all arrive, and the FIN that arrives comes after them: its number is the last byte's plus one. */
export function delivers(number: number, end: End, bytes: number): Claim {
  return makeClaim({
    says: `all ${bytes} bytes of the ${end} arrive, and its FIN after the last of them`,
    judge(evidence) {
      const arrived = arrivedFrom(evidence, number, end)
      const reached = unbroken(arrived)
      if (reached !== 1 + bytes) return fails(`bytes 1 to ${bytes}`, `bytes 1 to ${reached - 1} without a gap`)
      const fin = arrived.find(({ relative }) => relative.flags.includes('F'))
      if (!fin) return fails('a FIN', 'none arrived')
      const place = fin.relative.seq + fin.relative.length
      return place === 1 + bytes
        ? holds([fin.sent], `in ${arrived.filter(({ segment }) => segment.length > 0).length} segments`)
        : fails(`a FIN with number ${1 + bytes}`, `${place}`, [fin.sent])
    },
  })
}

const arrivedFrom = (evidence: Evidence, number: number, end: End): Journey[] =>
  journeysOf(evidence).filter(
    ({ connection, speaker, arrived }) => connection.number === number && speaker === end && arrived !== undefined,
  )

/** The first number after the SYN's that no segment has brought. */
function unbroken(journeys: readonly Journey[]): number {
  const ranges = journeys
    .map(({ relative: { seq, length } }) => ({ from: seq, to: seq + length }))
    .toSorted((a, b) => a.from - b.from)
  return ranges.reduce((reached, { from, to }) => (from <= reached && to > reached ? to : reached), 1)
}
