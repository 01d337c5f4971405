import { type Claim, fails, holds, lacks, makeClaim, tooLate, unknown } from '../../claim.ts'
import type { End } from '../../evidence.ts'
import { statesOf } from '../../story/blindness.ts'
import { transitsOf } from '../../story/transits.ts'
import { carries, type Milliseconds, ms, type State } from '../../tcp.ts'
import { pathOfEnd, seenOf, spanOf, stepIn } from '../subject.ts'
import { boundsOfSum } from '../timer.ts'

/**
 * The end leaves the state so long after the last FIN of the other end has come, as a kernel timer runs that each FIN starts
 * again; and later than one would that only the first had started.
 */
export function endsAfterFin(end: End, number: number, state: State, delay: Milliseconds): Claim {
  return makeClaim({
    states: { verb: 'endsAfterFin', of: { end, connection: number }, state, delay },
    needs: ['wire', statesOf(end)],
    judge(evidence) {
      const path = pathOfEnd(evidence, end, number)
      const step = stepIn(path, state)
      if (!path || !step) return lacks({ kind: 'in state', end, state }, seenOf(path))
      const span = spanOf(evidence, path, step)
      const fins = transitsOf(evidence).flatMap(({ connection, speaker, segment, arrived }) =>
        connection.number === number && speaker !== end && carries(segment, 'F') && arrived ? [arrived] : [],
      )
      const last = fins.at(-1)
      if (!last || fins.length < 2) return lacks('a FIN again', 'did not arrive')
      const { earliest, latest, lateness } = boundsOfSum(evidence, [delay])
      const next = path.steps[path.steps.indexOf(step) + 1]
      const took = ms(span.until - last.at)
      const unsure = last.within + (next?.within ?? 0)
      const expected = { kind: 'after last FIN', state, time: earliest, upTo: latest } as const
      const got = { kind: 'after last FIN', state, time: took } as const
      const because = [last, ...(next?.because.slice(0, 1) ?? [])]
      if (!span.left && took < earliest) return lacks(expected, { ...got, but: 'the record ended' }, because)
      if (took + unsure < earliest) return fails(expected, got, because)
      if (took - unsure > latest) return fails(expected, span.left ? got : { ...got, but: 'still so' }, because)
      if (lateness > delay / 4 && took - unsure > latest - lateness) return tooLate(lateness, because)
      // One clock alone may run for so much longer than its delay: it must be out by then.
      if (span.until - unsure <= span.from + latest) return unknown('time between the FINs')
      return holds(because, { kind: 'within', times: [took], intervals: [{ earliest, latest }] })
    },
  })
}
