import { type Claim, fails, holds, lacks, makeClaim, unknown } from '../../claim.ts'
import { type End, type Evidence, factsOf, type SampleFact } from '../../evidence.ts'
import { couldNotLook, statesOf } from '../../story/blindness.ts'
import type { Path, Step } from '../../story/paths.ts'
import { looksAt } from '../../story/polls.ts'
import { type Milliseconds, ms, type State } from '../../tcp.ts'
import { isDeed, pathOfEnd, seenOf, shownTimer, spanOf, stepIn } from '../subject.ts'

/** The end is held in the state for at least this long: every look of every witness says so, and no timer runs that would end it. (SO_KEEPALIVE's does not, while its probes are answered.) */
export function stays(end: End, number: number, state: State, time: Milliseconds): Claim {
  return makeClaim({
    states: { verb: 'stays', of: { end, connection: number }, state, time },
    needs: ['wire', statesOf(end)],
    judge(evidence) {
      const path = pathOfEnd(evidence, end, number)
      const step = stepIn(path, state)
      if (!path || !step) return lacks({ kind: 'in state', end, state }, seenOf(path))
      const span = spanOf(evidence, path, step)
      const held = ms(span.until - span.from)
      if (held < time) {
        const next = path.steps[path.steps.indexOf(step) + 1]
        const because = [...step.because.slice(0, 2), ...(next?.because.slice(0, 1) ?? [])]
        const got = { kind: 'lasted', state, time: held, path: seenOf(path) } as const
        return fails({ kind: 'lasted', state, time }, got, because, {
          sure: next !== undefined && isDeed(next.state),
          absent: !span.left,
        })
      }
      return judgeLooks(evidence, path, step, held)
    },
  })
}

function judgeLooks(evidence: Evidence, path: Path, step: Step, held: Milliseconds) {
  const { end, connection } = path
  const span = spanOf(evidence, path, step)
  if (!connection) return unknown('a connection')
  const during = looksAt(evidence, end, connection).filter(
    (fact) => fact.at - fact.within > span.from && fact.at < span.until,
  )
  const other = during.find((fact) => fact.state !== step.state)
  if (other)
    return fails(
      { kind: 'every look', state: step.state },
      { kind: 'showed state', by: other.by, state: other.state, at: other.at },
      [other],
    )
  const timer = during.find((fact) => fact.timer && fact.timer.name !== 'keepalive')
  if (timer) return fails('no timer', shownTimer(timer), [timer])
  return judgeEachPoller(evidence, end, step, during, held, span)
}

/** Silence is no agreement: ss and netstat must have looked, and the table must not have stopped looking. */
function judgeEachPoller(
  evidence: Evidence,
  end: End,
  step: Step,
  during: readonly SampleFact[],
  held: Milliseconds,
  span: { from: number; until: number },
) {
  const counts = { ss: 0, netstat: 0 }
  for (const fact of during) if (fact.by === 'ss' || fact.by === 'netstat') counts[fact.by] += 1
  const silent = (['ss', 'netstat'] as const).filter((witness) => counts[witness] === 0)
  if (silent.length > 0)
    return unknown({ kind: 'look by', by: silent, end, state: step.state }, [], {
      late: !couldNotLook(evidence, silent),
    })
  const table = factsOf(evidence, 'poll').filter(
    (fact) => fact.host === end && fact.by === 'table' && fact.at > span.from && fact.at <= span.until,
  )
  const looks = table.reduce((sum, fact) => sum + fact.polls, 0)
  if (looks === 0) return unknown('looks at the table')
  const measured = { kind: 'held', time: held, ...counts, table: looks } as const
  return holds([...step.because.slice(0, 1), ...during.slice(-2)], measured)
}
