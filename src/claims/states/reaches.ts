import { type Claim, holds, lacks, makeClaim } from '../../claim.ts'
import type { End } from '../../evidence.ts'
import { statesOf } from '../../story/blindness.ts'
import type { State } from '../../tcp.ts'
import { accountOf, pathOfEnd, pathOfListener, seenOf, stepIn } from '../subject.ts'

/** The end is in the state at some time, as somebody saw who looked at the kernel. */
export function reaches(end: End, number: number, state: State): Claim {
  const pathIn = (evidence: Parameters<Claim['judge']>[0]) =>
    state === 'LISTEN' ? pathOfListener(evidence) : pathOfEnd(evidence, end, number)
  return makeClaim({
    states: { verb: 'reaches', of: { end, connection: number }, state },
    needs: ['wire', statesOf(end)],
    about: { end, state },
    judge(evidence) {
      const path = pathIn(evidence)
      const looked = stepIn(path, state)?.because.filter((fact) => fact.by !== 'wire') ?? []
      return looked.length > 0 ? holds(looked.slice(0, 1)) : lacks({ kind: 'in state', end, state }, seenOf(path))
    },
    accounts(evidence) {
      const path = pathIn(evidence)
      const step = stepIn(path, state)
      return path && step ? [accountOf(path, step)] : []
    },
  })
}
