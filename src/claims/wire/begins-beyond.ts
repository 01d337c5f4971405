import { type Claim, fails, holds, lacks, makeClaim } from '../../claim.ts'
import type { End } from '../../evidence.ts'
import { connectionsOf } from '../../story/connections.ts'
import { transitsOf } from '../../story/transits.ts'
import { advance, distance, sequenceEnd } from '../../tcp.ts'

/** The end's ISN is so far beyond the number that it would have sent next on the connection before between the same pair. */
export function beginsBeyond(number: number, end: End, by: number): Claim {
  return makeClaim({
    states: { verb: 'beginsBeyond', of: { connection: number }, end, by },
    needs: ['wire'],
    judge(evidence) {
      const isn = connectionsOf(evidence)[number - 1]?.isn[end]
      const before = connectionsOf(evidence).find(({ next }) => next === number)
      const old = transitsOf(evidence).filter(({ connection, speaker }) => connection === before && speaker === end)
      const first = before?.isn[end]
      if (isn === undefined || first === undefined)
        return lacks({ kind: 'count', of: 'connections between one pair', number: 2 }, 'none')
      const sent = Math.max(...old.map(({ segment }) => distance(first, sequenceEnd(segment))))
      const got = distance(advance(first, sent), isn)
      const because = transitsOf(evidence)
        .filter(({ connection, speaker }) => connection.number === number && speaker === end)
        .slice(0, 1)
        .map((transit) => transit.sent)
      return got === by
        ? holds(because)
        : fails({ kind: 'ISN beyond', end, by }, { kind: 'ISN beyond', end, by: got }, because)
    },
  })
}
