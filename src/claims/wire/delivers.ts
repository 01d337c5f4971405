import { type Claim, fails, holds, lacks, makeClaim } from '../../claim.ts'
import type { End, Evidence } from '../../evidence.ts'
import { type Transit, transitsOf } from '../../story/transits.ts'
import { unbroken } from '../program/cause.ts'

/** The end's first so many bytes all arrive, and the FIN that arrives comes after them: its number is the last byte's plus one. */
export function delivers(number: number, end: End, bytes: number): Claim {
  return makeClaim({
    states: { verb: 'delivers', of: { connection: number }, end, bytes },
    needs: ['wire'],
    judge(evidence) {
      const arrived = arrivedFrom(evidence, number, end)
      const reached = unbroken(arrived)
      if (reached !== 1 + bytes)
        return lacks({ kind: 'bytes', upTo: bytes }, { kind: 'bytes', upTo: reached - 1, unbroken: true })
      const fin = arrived.find(({ relative }) => relative.flags.includes('F'))
      if (!fin) return lacks('a FIN', 'did not arrive')
      const place = fin.relative.seq + fin.relative.length
      const segments = arrived.filter(({ segment }) => segment.length > 0).length
      return place === 1 + bytes
        ? holds([fin.sent], { kind: 'count', of: 'segments', number: segments })
        : fails({ kind: 'number of FIN', number: 1 + bytes }, { kind: 'numbers', numbers: [place] }, [fin.sent])
    },
  })
}

const arrivedFrom = (evidence: Evidence, number: number, end: End): Transit[] =>
  transitsOf(evidence).filter(
    ({ connection, speaker, arrived }) => connection.number === number && speaker === end && arrived !== undefined,
  )
