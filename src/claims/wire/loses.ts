import { type Claim, holds, lacks, makeClaim } from '../../claim.ts'
import type { End } from '../../evidence.ts'
import { isLost } from '../../story/lost.ts'
import { transitsOf } from '../../story/transits.ts'

/** At least so many segments from this end reached the router and no farther. */
export function loses(number: number, end: End, least: number): Claim {
  return makeClaim({
    states: { verb: 'loses', of: { connection: number }, end, least },
    needs: ['wire'],
    judge(evidence) {
      const lost = transitsOf(evidence).filter(
        (transit) => transit.connection.number === number && transit.speaker === end && isLost(evidence, transit),
      )
      const because = lost.map(({ sent }) => sent)
      return lost.length >= least
        ? holds(because.slice(0, 4), { kind: 'numbers', numbers: [lost.length] })
        : lacks({ kind: 'count', of: 'lost', number: least }, { kind: 'numbers', numbers: [lost.length] }, because)
    },
  })
}
