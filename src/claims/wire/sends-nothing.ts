import { type Claim, fails, holds, lacks, makeClaim } from '../../claim.ts'
import type { End } from '../../evidence.ts'
import { transitsOf } from '../../story/transits.ts'
import { cueOf } from '../subject.ts'

/** No byte of the end's leaves before its program is told this. */
export function sendsNothing(end: End, number: number, until: string): Claim {
  return makeClaim({
    states: { verb: 'sendsNothing', of: { end, connection: number }, until },
    needs: ['wire'],
    judge(evidence) {
      const told = cueOf(evidence, end, until)
      if (!told) return lacks({ kind: 'told', line: until }, 'none')
      const early = transitsOf(evidence).find(
        ({ connection, speaker, segment, sent }) =>
          connection.number === number && speaker === end && segment.length > 0 && sent.at + sent.within < told.at,
      )
      if (!early) return holds([told], undefined, { vacuous: true })
      const got = { kind: 'segments', segments: [{ segment: early.relative, at: early.sent.at }] } as const
      return fails({ kind: 'told', line: until, at: told.at }, got, [early.sent, told])
    },
  })
}
