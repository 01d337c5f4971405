import { type Claim, fails, holds, lacks, makeClaim } from '../claim.ts'
import { type Journey, journeysOf } from '../evidence/journeys.ts'
import type { End, Evidence } from '../evidence.ts'
import { unbroken } from './cause.ts'

/** The end's first so many bytes all arrive, and the FIN that arrives comes after them: its number is the last byte's plus one. */
export function delivers(number: number, end: End, bytes: number): Claim {
  return makeClaim({
    states: { verb: 'delivers', of: { connection: number }, end, bytes },
    needs: ['wire'],
    judge(evidence) {
      const arrived = arrivedFrom(evidence, number, end)
      const reached = unbroken(arrived)
      if (reached !== 1 + bytes) return lacks(`bytes 1 to ${bytes}`, `bytes 1 to ${reached - 1} without a gap`)
      const fin = arrived.find(({ relative }) => relative.flags.includes('F'))
      if (!fin) return lacks('a FIN', 'none arrived')
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
