import { type Claim, holds, lacks, makeClaim, refuted, unknown } from '../../claim.ts'
import { type Evidence, type Fact, factsOf, rawEnd } from '../../evidence.ts'
import { statesOf } from '../../story/blindness.ts'
import { type Connection, connectionsOf } from '../../story/connections.ts'
import { type Path, pathAt, walkedBy } from '../../story/paths.ts'
import { playBrokenOff } from '../../story/play.ts'
import { looksAt } from '../../story/polls.ts'
import { type Milliseconds, ms, type State } from '../../tcp.ts'
import { spanOf, stepIn } from '../subject.ts'

/** Whoever has not accepted a connection for so long does not mean to. */
const patience = ms(1000)

/**
 * The server's program accepts what is opened to it: to the other end a connection that waits in the accept queue looks like
 * any other. One that serves its clients one after the other may let the next wait while it has another whose client is still there.
 */
export function acceptsAll(): Claim {
  return makeClaim({
    states: { verb: 'acceptsAll', of: { end: 'server' } },
    needs: [statesOf('server')],
    applies: (evidence) =>
      evidence.setting.replaced.includes('server') && rawEnd(evidence.setting) !== 'server' && tellsOwners(evidence),
    judge(evidence) {
      const opened = connectionsOf(evidence).flatMap((connection) => acceptanceOf(evidence, connection) ?? [])
      const [waiting] = opened.filter(({ is }) => is === 'waiting').toSorted((a, b) => b.time - a.time)
      const accepted = opened.filter(({ is }) => is === 'accepted')
      if (!waiting || accepted.some(({ serves }) => serves))
        return holds(accepted.flatMap(({ because }) => because).slice(0, 3), undefined, {
          vacuous: accepted.length === 0,
        })
      const { number: connection, time, because } = waiting
      const got = { kind: 'not accepted', connection, time } as const
      if (time >= patience) return refuted('a connection accepted', got, because)
      return playBrokenOff(evidence) ? lacks('a connection accepted', got, because) : unknown(got, because)
    },
  })
}

/** A record of before it was kept does not say whose a socket is. */
const tellsOwners = (evidence: Evidence): boolean =>
  factsOf(evidence, 'sample').some(({ host, owned }) => host === 'server' && owned !== undefined)

/** The states in which a socket is, unless it waits to be accepted, some program's. */
const belonging: readonly State[] = ['ESTABLISHED', 'CLOSE-WAIT']

interface Acceptance {
  readonly number: number
  readonly is: 'accepted' | 'waiting'
  /** How long it has waited since it was open. */
  readonly time: Milliseconds
  readonly because: readonly Fact[]
  /** It was accepted, and at the latest look some program still had it, and somebody to serve by it. */
  readonly serves?: boolean
}

/**
 * What became of a connection that came to the server; undefined where it was never open there, or was gone before anybody
 * looked whose it was.
 */
export function acceptanceOf(evidence: Evidence, connection: Connection): Acceptance | undefined {
  const { number } = connection
  const path = pathAt(evidence, 'server', number)
  const opened = stepIn(path, 'ESTABLISHED')
  if (!path || !opened || walkedBy(path)[0]?.from !== 'LISTEN') return undefined
  const looks = looksAt(evidence, 'server', connection).filter(
    ({ state, owned }) => owned !== undefined && belonging.includes(state),
  )
  const accepted = looks.find(({ owned }) => owned)
  if (accepted) {
    const last = looksAt(evidence, 'server', connection).findLast(({ by }) => by === 'table')
    const serves = (last?.owned ?? false) && !isDoneWith(evidence, path)
    return { number, is: 'accepted', time: ms(0), because: [accepted], serves }
  }
  const closed = path.steps.find(({ state }) => byProgram.includes(state))
  if (closed) return { number, is: 'accepted', time: ms(0), because: closed.because.slice(0, 1) }
  const last = looks.at(-1)
  return last && { number, is: 'waiting', time: waitedBy(evidence, path), because: [last] }
}

/** Whoever keeps a socket whose other end closed so long ago serves nobody by it: it will not close it to accept the next. */
function isDoneWith(evidence: Evidence, path: Path): boolean {
  const step = stepIn(path, 'CLOSE-WAIT')
  if (!step) return false
  const { from, until, left } = spanOf(evidence, path, step)
  return !left && until - from >= patience
}

/** Only who has the socket can have closed it properly. */
const byProgram: readonly State[] = ['FIN-WAIT-1', 'LAST-ACK', 'CLOSING']

function waitedBy(evidence: Evidence, path: Path): Milliseconds {
  const spans = path.steps.filter(({ state }) => belonging.includes(state)).map((step) => spanOf(evidence, path, step))
  return ms(Math.max(0, ...spans.map(({ until }) => until)) - Math.min(...spans.map(({ from }) => from)))
}
