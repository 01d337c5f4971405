import { type Claim, fails, holds, lacks, makeClaim, tooLate, unknown } from '../../claim.ts'
import type { End } from '../../evidence.ts'
import { statesOf } from '../../story/blindness.ts'
import { type Milliseconds, ms } from '../../tcp.ts'
import { pathOfEnd, seenOf, stepIn } from '../subject.ts'
import { boundsOfEach } from '../timer.ts'
import { copiesOf, knownFlags } from './resends.ts'

/**
 * The end's socket is gone when the kernel's retransmission timer fires once more after the last repetition (RFC 1122 section
 * 4.2.3.5): the last of these delays after it, the others lying between the copies.
 */
export function givesUp(end: End, number: number, letters: string, delays: readonly Milliseconds[]): Claim {
  knownFlags(letters)
  return makeClaim({
    states: { verb: 'givesUp', of: { end, connection: number }, flags: letters, delays },
    needs: ['wire', statesOf(end)],
    judge(evidence) {
      const copies = copiesOf(evidence, end, number, letters)
      const path = pathOfEnd(evidence, end, number)
      const gone = stepIn(path, 'CLOSED')
      const last = copies.at(-1)?.sent
      if (!gone || !last) return lacks({ kind: 'in state', end, state: 'CLOSED' }, seenOf(path))
      const because = [...copies.map(({ sent }) => sent), ...gone.because.slice(0, 1)]
      if (copies.length !== delays.length)
        return fails(
          { kind: 'count', of: 'repetitions', number: delays.length - 1 },
          { kind: 'numbers', numbers: [copies.length - 1] },
          because,
          { absent: copies.length < delays.length },
        )
      const bounds = boundsOfEach(evidence, delays).at(-1)
      if (!bounds) return unknown({ kind: 'end of state', state: 'ESTABLISHED' })
      const { earliest, latest, lateness } = bounds
      const took = ms(gone.at - last.at)
      const interval = { earliest, latest }
      if (took < earliest || took - gone.within > latest)
        return fails({ kind: 'intervals', intervals: [interval] }, { kind: 'times', times: [took] }, because)
      if (lateness > earliest / 4 && took > latest - lateness) return tooLate(lateness, because)
      return holds(because, { kind: 'within', times: [took], intervals: [interval] })
    },
  })
}
