import { type Claim, holds, lacks, makeClaim, unknown } from '../../claim.ts'
import type { End } from '../../evidence.ts'
import { statesOf } from '../../story/blindness.ts'
import { connectionsOf } from '../../story/connections.ts'
import { bringsTo, transitsOf } from '../../story/transits.ts'
import { carries, type State } from '../../tcp.ts'
import { queuesIn } from './cause.ts'

/**
 * The states in which the end of input has come, and a table shows whether it was read. TIME-WAIT has no receive queue to show:
 * its socket is none of a program's.
 */
const telling: readonly State[] = ['CLOSE-WAIT', 'CLOSING']

/** The other end's FIN has come, and a look at the end's receive queue shows that the program has read it, and all before it. */
export function readsEnd(end: End, number: number): Claim {
  return makeClaim({
    states: { verb: 'readsEnd', of: { end, connection: number } },
    needs: ['wire', statesOf(end)],
    judge(evidence) {
      const cause = { fin: true }
      const connections = connectionsOf(evidence).filter((connection) => connection.number === number)
      const fin = transitsOf(evidence).find(
        (transit) =>
          transit.arrived &&
          transit.speaker !== end &&
          carries(transit.segment, 'F') &&
          connections.some((connection) => bringsTo(connection, transit)),
      )?.arrived
      if (!fin) return lacks({ kind: 'cause', cause, is: { for: end } }, 'never arrived')
      const looks = queuesIn(evidence, { end, number, states: telling }, fin.at + fin.within)
      const empty = looks.find(({ queued }) => queued === 0)
      if (empty) return holds([fin, ...empty.because], { kind: 'cause', cause, is: 'read, by the kernel' })
      const last = looks.at(-1)
      return last
        ? lacks({ kind: 'cause', cause, is: 'read' }, { kind: 'still queued', bytes: last.queued }, last.because)
        : unknown({ kind: 'look at queue', end, cause }, [fin])
    },
  })
}
