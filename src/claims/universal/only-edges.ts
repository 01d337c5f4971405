import { type Claim, fails, holds, makeClaim } from '../../claim.ts'
import { factsOf } from '../../evidence.ts'
import { statesOf } from '../../story/blindness.ts'
import { pathsOf, walkedBy } from '../../story/paths.ts'
import { socketsOf } from '../../story/sockets.ts'
import { edgeBetween, type State } from '../../tcp.ts'

/** Every end goes only along edges of the state diagram: RFC 9293 figure 5 and the few that Linux adds. */
export function onlyEdges(): Claim {
  return makeClaim({
    states: { verb: 'only-edges' },
    needs: ['wire', statesOf('client'), statesOf('server')],
    judge(evidence) {
      const { isOurs } = socketsOf(evidence)
      const jumps = pathsOf(evidence).flatMap((path) =>
        walkedBy(path)
          .filter(({ from, to }) => !edgeBetween(from, to.state))
          .map((walked) => ({ path, ...walked })),
      )
      const exact = factsOf(evidence, 'transition').filter(
        (fact) =>
          isOurs(fact) &&
          fact.from !== fact.to &&
          !edgeBetween(fact.from, fact.to) &&
          !tracepointsWay(fact.from, fact.to),
      )
      const [jump] = jumps
      if (jump)
        return fails(
          'an edge',
          { kind: 'jump', end: jump.path.end, from: jump.from, to: jump.to.state, at: jump.to.at },
          jump.to.because.slice(0, 2),
        )
      if (exact[0])
        return fails('an edge', { kind: 'jump by kernel', from: exact[0].from, to: exact[0].to }, exact.slice(0, 1))
      return holds([])
    },
  })
}

/** Where TIME-WAIT begins the tracepoint says CLOSED: the big socket goes, a small one stays. */
const tracepointsWay = (from: State, to: State): boolean =>
  to === 'CLOSED' && (from === 'FIN-WAIT-2' || from === 'CLOSING' || from === 'FIN-WAIT-1')
