import { type Claim, fails, holds, makeClaim, unknown } from '../../claim.ts'
import type { End, SocketTimer } from '../../evidence.ts'
import { couldNotLook, statesOf } from '../../story/blindness.ts'
import { connectionsOf } from '../../story/connections.ts'
import { looksAt } from '../../story/polls.ts'
import type { State } from '../../tcp.ts'

/** While the end is in the state, ss and netstat both show this timer on it at some time. */
export function showsTimer(end: End, number: number, state: State, timer: SocketTimer['name']): Claim {
  return makeClaim({
    states: { verb: 'showsTimer', of: { end, connection: number }, state, timer },
    needs: ['wire', statesOf(end)],
    judge(evidence) {
      const connection = connectionsOf(evidence)[number - 1]
      const looks = (connection ? looksAt(evidence, end, connection) : []).filter((fact) => fact.state === state)
      const shown = looks.filter((fact) => fact.timer?.name === timer)
      for (const witness of ['ss', 'netstat'] as const) {
        if (shown.some(({ by }) => by === witness)) continue
        const own = looks.filter(({ by }) => by === witness)
        if (own.length === 0)
          return unknown({ kind: 'look by', by: [witness], end, state }, [], {
            late: !couldNotLook(evidence, [witness]),
          })
        const timers = [...new Set(own.map((look) => look.timer?.name))]
        return fails({ kind: 'timer to show', by: witness, timer }, { kind: 'timers shown', timers }, own)
      }
      return holds(shown.slice(-2), { kind: 'count', of: 'looks', number: shown.length })
    },
  })
}
