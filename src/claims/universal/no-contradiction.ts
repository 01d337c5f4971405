import { type Claim, fails, holds, makeClaim, unknown, type Verdict } from '../../claim.ts'
import { type Evidence, type Fact, factsOf, type SaidFact, type SampleFact, saidAt } from '../../evidence.ts'
import { statesOf } from '../../story/blindness.ts'
import { connectionsOf } from '../../story/connections.ts'
import { leftAt, listenerOf, type Path, pathsOf } from '../../story/paths.ts'
import { looksAt } from '../../story/polls.ts'
import { bringsTo, transitsOf } from '../../story/transits.ts'
import { carries } from '../../tcp.ts'
import { unbroken } from '../program/cause.ts'
import { seenState } from '../subject.ts'

/**
 * No witness contradicts another: each look at a socket shows a state that the others know it was in at that time, and no
 * program speaks before it is there. That they agree in number is what every claim needs of those on whom it rests
 * (blindness.ts).
 */
export function noContradiction(): Claim {
  return makeClaim({
    states: { verb: 'no-contradiction' },
    needs: ['wire', 'counters', statesOf('client'), statesOf('server')],
    judge(evidence) {
      for (const path of pathsOf(evidence)) {
        const looks = path.connection ? looksAt(evidence, path.end, path.connection) : []
        const wrong = looks.find(
          (sample) => !wasIn(path, sample) && !sawItReplaced(path, sample) && !sawItFollow(evidence, path, sample),
        )
        if (wrong)
          return fails(
            { kind: 'state of', end: path.end },
            { kind: 'showed state', by: wrong.by, state: wrong.state, at: wrong.at },
            [wrong],
          )
      }
      const record = wholeRecord(evidence) ?? unheard(evidence) ?? listenerAlone(evidence) ?? overfull(evidence)
      if (record) return record
      const early = spokeBeforeItsStart(evidence)
      return early
        ? fails('a program that speaks after its start', { kind: 'said', line: early.text, at: early.at }, [early])
        : holds([])
    },
  })
}

/** The look took from `at - within` to `at`; the clocks of captures may be off by their own error on both sides. */
function wasIn(path: Path, sample: SampleFact): boolean {
  const slack = 1
  return path.steps.some((step, index) => {
    const from = step.at - step.within - slack
    const until = (leftAt(path, step) ?? Number.POSITIVE_INFINITY) + slack
    const first = index === 0 ? sample.at - sample.within : from
    return step.state === sample.state && sample.at >= Math.min(from, first) && sample.at - sample.within <= until
  })
}

/**
 * Where the big socket goes and a small one stays (tcp_time_wait in net/ipv4/tcp_minisocks.c) the table may show the big one, which is
 * CLOSED by then, at the very look in which the small one comes.
 */
const sawItReplaced = (path: Path, { state, by, at, within }: SampleFact): boolean =>
  state === 'CLOSED' &&
  by === 'table' &&
  path.steps.some(
    (step) =>
      (step.state === 'FIN-WAIT-2' || step.state === 'TIME-WAIT') &&
      step.at + step.within >= at - within - 1 &&
      step.at - step.within <= at + 1,
  )

/** Where a SYN finds TIME-WAIT, the small socket goes before the request is there: a look may find neither. */
const sawItFollow = (evidence: Evidence, path: Path, { state, by, at, within }: SampleFact): boolean =>
  state === 'CLOSED' &&
  by === 'table' &&
  connectionsOf(evidence).some(({ next }) => next === path.connection?.number) &&
  at - within <= (path.steps[0]?.at ?? 0)

/** Nothing comes after the end, and each look has as many samples as it says. */
function wholeRecord(evidence: Evidence): Verdict | undefined {
  const [end] = factsOf(evidence, 'end')
  if (!end) return unknown('the end of the story')
  const after = evidence.facts.find((fact) => fact.at > end.at && !closing.includes(fact.kind))
  if (after) return unknown({ kind: 'an end that comes last', by: after.by, at: after.at }, [after])
  const looks = factsOf(evidence, 'poll')
  const samples = factsOf(evidence, 'sample')
  const isOf = (look: Fact, sample: SampleFact): boolean =>
    look.by === sample.by && (look.host === sample.host || evidence.setting.loopback)
  const torn = looks.find(
    (look) =>
      look.by !== 'table' && samples.filter((each) => each.at === look.at && isOf(look, each)).length !== look.sockets,
  )
  if (torn) return unknown({ kind: 'a whole look', by: torn.by, at: torn.at }, [torn])
  const stray = samples.find(
    (sample) => !looks.some((look) => isOf(look, sample) && look.at >= sample.at && look.at - look.within <= sample.at),
  )
  return stray && unknown({ kind: 'a look that saw', by: stray.by, state: stray.state, at: stray.at }, [stray])
}

/** What is told when the story is over. */
const closing: ReadonlyArray<Fact['kind']> = ['cleanup', 'sysctl', 'lateness']

/** A line for which the play waited, and which came, was said by then. */
function unheard(evidence: Evidence): Verdict | undefined {
  for (const awaited of factsOf(evidence, 'awaited')) {
    const { states, outcome } = awaited
    if (states?.verb !== 'says' || outcome !== 'came' || evidence.setting.replaced.includes(states.of.end)) continue
    const first = saidAt(evidence, states.of.end).find(({ text }) => text === states.line)
    if (!first || first.at > awaited.at + slack)
      return unknown({ kind: 'a line waited for', line: states.line, until: awaited.at }, [awaited])
  }
  return undefined
}

/** The programs' words take a moment to be read. */
const slack = 20

/** A listener is in LISTEN and nothing else, and there before the first connection that comes of it. */
function listenerAlone(evidence: Evidence): Verdict | undefined {
  const listener = listenerOf(evidence)
  const wrong = listener.steps.find(({ state }, index) => state !== (index % 2 === 0 ? 'LISTEN' : 'CLOSED'))
  if (wrong) return fails('a listener in LISTEN', { kind: 'entered', ...seenState(wrong) }, wrong.because)
  const told = listener.steps[0]?.because.find(({ by }) => by === 'kernel') ?? listener.steps[0]?.because[0]
  const passive = pathsOf(evidence).find(
    ({ end, connection, steps }) => end === 'server' && connection && steps[0]?.state === 'SYN-RECEIVED',
  )
  const [first] = passive?.steps ?? []
  return told && first && told.at - told.within > first.at + 1
    ? fails('a listener before its connection', { kind: 'entered', state: 'LISTEN', at: told.at, by: told.by }, [told])
    : undefined
}

/** No queue holds more than had arrived. */
function overfull(evidence: Evidence): Verdict | undefined {
  for (const { end, connection } of pathsOf(evidence)) {
    if (!connection) continue
    const arrived = transitsOf(evidence).filter(
      (each) => bringsTo(connection, each) && each.speaker !== end && each.arrived,
    )
    const wrong = looksAt(evidence, end, connection).find(({ state, receiveQueue = 0, at }) => {
      if (receiveQueue === 0 || state === 'CLOSED') return false
      const by = arrived.filter((each) => (each.arrived?.at ?? 0) <= at + 1)
      return receiveQueue > unbroken(by) - 1 + (by.some(({ segment }) => carries(segment, 'F')) ? 1 : 0)
    })
    if (wrong)
      return fails(
        'a queue of what had arrived',
        { kind: 'showed queue', by: wrong.by, bytes: wrong.receiveQueue ?? 0, at: wrong.at },
        [wrong],
      )
  }
  return undefined
}

function spokeBeforeItsStart(evidence: Evidence): SaidFact | undefined {
  const deeds = factsOf(evidence, 'program')
  const hasStarted = ({ host, at }: SaidFact): boolean =>
    deeds.some((other) => other.deed === 'started' && other.host === host && other.at < at)
  return deeds.filter((fact) => fact.deed === 'said').find((fact) => !hasStarted(fact))
}
