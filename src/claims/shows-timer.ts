import { type Claim, fails, holds, makeClaim } from '../claim.ts'
import { connectionsOf } from '../evidence/connections.ts'
import { looksAt } from '../evidence/looks.ts'
import type { End, SocketTimer } from '../evidence.ts'
import { moment, type State } from '../tcp.ts'
import { named } from './whose.ts'

/** While the end is in the state, ss and netstat both show this timer on it, and no look by them shows another one or none. */
export function showsTimer(end: End, number: number, state: State, timer: SocketTimer['name']): Claim {
  return makeClaim({
    says: `ss and netstat show the timer '${timer}' on ${named(end, number)} in ${state}`,
    judge(evidence) {
      const connection = connectionsOf(evidence)[number - 1]
      const looks = (connection ? looksAt(evidence, end, connection) : []).filter(
        (fact) => fact.state === state && (fact.by === 'ss' || fact.by === 'netstat'),
      )
      const other = looks.find((fact) => fact.timer?.name !== timer)
      if (other)
        return fails(`'${timer}'`, `${other.by} showed '${other.timer?.name ?? 'no timer'}' at ${moment(other.at)}`, [
          other,
        ])
      const silent = (['ss', 'netstat'] as const).find((witness) => !looks.some(({ by }) => by === witness))
      return silent ? fails(`a look by ${silent} in ${state}`, 'none') : holds(looks.slice(-2), `${looks.length} looks`)
    },
  })
}
