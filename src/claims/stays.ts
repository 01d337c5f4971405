import { type Claim, fails, holds, makeClaim, unknown } from '../claim.ts'
import { looksAt } from '../evidence/looks.ts'
import type { Path, Step } from '../evidence/paths.ts'
import { type End, type Evidence, factsOf, type SampleFact } from '../evidence.ts'
import { duration, type Milliseconds, moment, ms, type State } from '../tcp.ts'
import { blindIn, describe, named, pathOfEnd, spanOf, stepIn } from './whose.ts'

/** The end is held in the state for at least this long: every look of every witness says so, and no timer runs that would end it. */
export function stays(end: End, number: number, state: State, time: Milliseconds): Claim {
  return makeClaim({
    says: `${named(end, number)} stays in ${state} for ${duration(time)}, with no timer running`,
    judge(evidence) {
      const path = pathOfEnd(evidence, end, number)
      const step = stepIn(path, state)
      if (!path || !step) return fails(`${end} in ${state}`, describe(path))
      const span = spanOf(evidence, path, step)
      const held = ms(span.until - span.from)
      if (held < time)
        return fails(
          `${state} for ${duration(time)}`,
          `${state} for ${duration(held)}: ${describe(path)}`,
          step.because.slice(0, 2),
        )
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
    return fails(`every look to say ${step.state}`, `${other.by} said ${other.state} at ${moment(other.at)}`, [other])
  const timer = during.find((fact) => fact.timer)
  if (timer)
    return fails('no timer', `${timer.by} showed the timer '${timer.timer?.name}' at ${moment(timer.at)}`, [timer])
  const blind = blindIn(evidence, end, span.from, span.until)
  if (blind.length > 0) return unknown('witnesses that saw the whole stretch', blind)
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
  if (silent.length > 0) return unknown(`a look by ${silent.join(' and ')} while it lasted`)
  const table = factsOf(evidence, 'look').filter(
    (fact) => fact.host === end && fact.by === 'table' && fact.at > span.from && fact.at <= span.until + 1000,
  )
  const looks = table.reduce((sum, fact) => sum + fact.looks, 0)
  if (looks === 0) return unknown('looks at the table while it lasted')
  const measured = `held ${duration(held)}; ss looked ${counts.ss} times, netstat ${counts.netstat}, the table ${looks}`
  return holds([...step.because.slice(0, 1), ...during.slice(-2)], measured)
}
