import { type Claim, fails, holds, makeClaim } from '../claim.ts'
import { connectionsOf } from '../evidence/connections.ts'
import { looksAt } from '../evidence/looks.ts'
import type { End } from '../evidence.ts'
import type { State } from '../tcp.ts'
import { named } from './whose.ts'

/** The commands that a person would type, ss and netstat, each print every one of these states at some point of the run. */
export function shownBy(end: End, number: number, states: readonly State[]): Claim {
  return makeClaim({
    says: `ss and netstat both show ${named(end, number)} in ${states.join(', ')}`,
    judge(evidence) {
      const connection = connectionsOf(evidence)[number - 1]
      const looks = connection ? looksAt(evidence, end, connection) : []
      const pairs = states.flatMap((state) => (['ss', 'netstat'] as const).map((witness) => ({ state, witness })))
      const shown = pairs.map(({ state, witness }) => looks.find((fact) => fact.by === witness && fact.state === state))
      const without = pairs.find((_, index) => !shown[index])
      if (!without) return holds(shown.filter((fact) => fact !== undefined))
      const { witness, state } = without
      const said = [...new Set(looks.filter((fact) => fact.by === witness).map((fact) => fact.state))]
      return fails(
        `${witness} to print ${state}`,
        said.length > 0 ? `${witness} printed ${said.join(', ')}` : `${witness} never printed it`,
      )
    },
  })
}
