import { type Claim, fails, holds, lacks, makeClaim, unknown } from '../../claim.ts'
import type { End, Evidence, SampleFact } from '../../evidence.ts'
import { statesOf } from '../../story/blindness.ts'
import { looksAt } from '../../story/polls.ts'
import { transitsOf } from '../../story/transits.ts'
import { carries, type Milliseconds, ms, type State } from '../../tcp.ts'
import { pathOfEnd, seenOf, shownTimer, spanOf, stepIn } from '../subject.ts'

/** ss prints whole seconds above ten; netstat prints hundredths, of a clock that ticks at that rate. */
const rounding: Readonly<Record<string, number>> = { ss: 1000, netstat: 20 }

/**
 * The state's timer starts again from its whole delay when the other end's FIN comes again (RFC 9293 section 3.10.7.4):
 * what ss and netstat show counts from the first FIN before that, and from the second one after it.
 */
export function restarts(end: End, number: number, state: State, delay: Milliseconds): Claim {
  return makeClaim({
    states: { verb: 'restarts', of: { end, connection: number }, state, delay },
    needs: ['wire', statesOf(end)],
    judge(evidence) {
      const path = pathOfEnd(evidence, end, number)
      const step = stepIn(path, state)
      if (!path?.connection || !step) return lacks({ kind: 'in state', end, state }, seenOf(path))
      const { from, until } = spanOf(evidence, path, step)
      const again = secondFin(evidence, end, number)
      if (!again) return lacks('a FIN again', 'did not arrive')
      const looks = looksAt(evidence, end, path.connection).filter(
        (fact) => fact.state === state && fact.by in rounding && fact.at - fact.within > from && fact.at < until,
      )
      const before = looks.filter(({ at }) => at < again.at)
      const after = looks.filter(({ at, within }) => at - within > again.at)
      if (![before, after].every((group) => group.some(isNetstat)))
        return unknown({ kind: 'looks around', at: again.at, before: before.length, after: after.length })
      // What is shown must tell the two beginnings apart.
      if (again.at - from < 10 * (rounding.netstat ?? 0)) return unknown('time between the FINs')
      const wrong =
        before.find((look) => !countsFrom(look, from, delay)) ??
        after.find((look) => !countsFrom(look, again.at, delay))
      if (wrong)
        return fails({ kind: 'counts from', at: ms(wrong.at < again.at ? from : again.at) }, shownTimer(wrong), [wrong])
      const [last, next] = [before.findLast(isNetstat), after.find(isNetstat)]
      const later = ms(runsOut(next) - runsOut(last))
      return holds([again, ...before.slice(-1), ...after.slice(0, 1)], { kind: 'ends later', by: later })
    },
  })
}

const isNetstat = ({ by }: SampleFact): boolean => by === 'netstat'
const runsOut = (look: SampleFact | undefined): number => (look ? look.at + (look.timer?.left ?? 0) : 0)

const secondFin = (evidence: Evidence, end: End, number: number) =>
  transitsOf(evidence).find(
    ({ connection, speaker, segment, repeats, arrived }) =>
      connection.number === number && speaker !== end && carries(segment, 'F') && repeats !== undefined && arrived,
  )?.arrived

/** The look took from `at - within` to `at`; a timer is set a tick later than asked for, and shown rounded. */
function countsFrom({ timer, at, within, by }: SampleFact, start: number, delay: Milliseconds): boolean {
  if (timer === undefined) return false
  const slack = (rounding[by] ?? 0) + 10
  const end = start + delay
  return end >= at - within + timer.left - slack && end <= at + timer.left + slack
}
