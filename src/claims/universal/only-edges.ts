import { type Claim, fails, holds, makeClaim } from '../../claim.ts'
import { type Path, pathsOf, type Step } from '../../evidence/paths.ts'
import { factsOf } from '../../evidence.ts'
import { edgeBetween, moment, type State } from '../../tcp.ts'

/** Every end goes only along edges of the state diagram: RFC 9293 figure 5 and the few that Linux adds. */
export function onlyEdges(): Claim {
  return makeClaim({
    says: 'every end goes only along edges of the state diagram',
    judge(evidence) {
      const jumps = pathsOf(evidence).flatMap((path) =>
        pairs(path).filter(({ from, to }) => !edgeBetween(from, to.state)),
      )
      const exact = factsOf(evidence, 'transition').filter(
        ({ from, to }) => from !== to && !edgeBetween(from, to) && !tracepointsWay(from, to),
      )
      const [jump] = jumps
      if (jump)
        return fails(
          'an edge of the diagram',
          `${jump.path.end} went from ${jump.from} to ${jump.to.state} at ${moment(jump.to.at)}`,
          jump.to.because.slice(0, 2),
        )
      if (exact[0])
        return fails('an edge of the diagram', `the kernel said ${exact[0].from} to ${exact[0].to}`, exact.slice(0, 1))
      return holds([])
    },
  })
}

/** Each state with the one before it; a client's socket is CLOSED at first, and a server's connection comes out of LISTEN. */
function pairs(path: Path): Array<{ path: Path; from: State; to: Step }> {
  const passive = path.end === 'server' && path.connection && path.steps[0]?.state !== 'SYN-SENT'
  const first: State = passive ? 'LISTEN' : 'CLOSED'
  return path.steps.flatMap((to, index) => {
    const from = path.steps[index - 1]?.state ?? first
    return from === to.state ? [] : [{ path, from, to }]
  })
}

/** Where TIME-WAIT begins the tracepoint says CLOSED: the big socket goes, a small one stays. */
const tracepointsWay = (from: State, to: State): boolean =>
  to === 'CLOSED' && (from === 'FIN-WAIT-2' || from === 'CLOSING' || from === 'FIN-WAIT-1')
