import { type Claim, fails, holds, lacks, makeClaim, tooLate } from '../../claim.ts'
import type { End } from '../../evidence.ts'
import { statesOf } from '../../story/blindness.ts'
import { type Milliseconds, ms, type State } from '../../tcp.ts'
import { pathOfEnd, seenOf, spanOf, stepIn } from '../subject.ts'
import { boundsOfSum } from '../timer.ts'

/** The end is in the state for as long as a kernel timer of this delay runs, or several one after the other, within their bounds. */
export function lasts(end: End, number: number, state: State, delays: readonly Milliseconds[]): Claim {
  const delay = ms(delays.reduce((sum, each) => sum + each, 0))
  return makeClaim({
    states: { verb: 'lasts', of: { end, connection: number }, state, delays },
    needs: ['wire', statesOf(end)],
    judge(evidence) {
      const path = pathOfEnd(evidence, end, number)
      const step = stepIn(path, state)
      if (!path || !step) return lacks({ kind: 'in state', end, state }, seenOf(path))
      const span = spanOf(evidence, path, step)
      const took = ms(span.until - span.from)
      const { earliest, latest, lateness } = boundsOfSum(evidence, delays)
      const next = path.steps[path.steps.indexOf(step) + 1]
      const unsure = step.within + (next?.within ?? 0)
      const expected = { kind: 'lasted', state, time: earliest, upTo: latest } as const
      const got = { kind: 'lasted', state, time: took } as const
      const because = [...step.because.slice(0, 1), ...(next?.because.slice(0, 1) ?? [])]
      if (!span.left && took < delay) return lacks(expected, { ...got, but: 'the record ended' }, because)
      if (took + unsure < earliest) return fails(expected, { ...got, but: 'no longer' }, because)
      if (took - unsure > latest) return fails(expected, span.left ? got : { ...got, but: 'still so' }, because)
      // What needs no excuse is judged on any machine; a machine that is very late excuses nothing and accuses nobody.
      if (lateness > delay / 4 && took - unsure > latest - lateness) return tooLate(lateness, because)
      return holds(because, { kind: 'within', times: [took], intervals: [{ earliest, latest }] })
    },
  })
}
