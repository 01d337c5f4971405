import { type Claim, fails, holds, lacks, makeClaim } from '../../claim.ts'
import type { End } from '../../evidence.ts'
import { transitsOf } from '../../story/transits.ts'

/** Of the so many bytes that the end's program wrote some leave and some never do. */
export function withholds(end: End, number: number, bytes: number): Claim {
  return makeClaim({
    states: { verb: 'withholds', of: { end, connection: number }, bytes },
    needs: ['wire'],
    judge(evidence) {
      const sent = transitsOf(evidence).filter(
        ({ connection, speaker, segment }) => connection.number === number && speaker === end && segment.length > 0,
      )
      const [first, ...rest] = sent
      if (!first) return lacks('some bytes', 'none')
      const last = rest.reduce((top, each) => (endOf(each) > endOf(top) ? each : top), first)
      const upTo = endOf(last) - 1
      return upTo < bytes
        ? holds([last.sent], { kind: 'bytes', upTo }, { vacuous: true })
        : fails({ kind: 'bytes', upTo: bytes - 1 }, { kind: 'bytes', upTo }, [last.sent])
    },
  })
}

const endOf = ({ relative }: { readonly relative: { readonly seq: number; readonly length: number } }): number =>
  relative.seq + relative.length
