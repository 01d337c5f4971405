import { type Claim, fails, holds, lacks, makeClaim, unknown } from '../../claim.ts'
import { type End, type Evidence, factsOf, type PollFact, type SampleFact } from '../../evidence.ts'
import type { Finding } from '../../finding.ts'
import { couldNotLook, statesOf } from '../../story/blindness.ts'
import { connectionsOf } from '../../story/connections.ts'
import type { Path, Step } from '../../story/paths.ts'
import { looksAt } from '../../story/polls.ts'
import type { State } from '../../tcp.ts'
import { pathOfEnd, seenOf, spanOf, stepIn } from '../subject.ts'

/** The commands that a person would type, ss and netstat, each print every one of these states at some point of the run. */
export function shownBy(end: End, number: number, states: readonly State[]): Claim {
  return makeClaim({
    states: { verb: 'isShownIn', of: { end, connection: number }, states },
    needs: ['wire', statesOf(end)],
    judge(evidence) {
      const connection = connectionsOf(evidence)[number - 1]
      const path = pathOfEnd(evidence, end, number)
      const looks = connection ? looksAt(evidence, end, connection) : []
      const pairs = states.flatMap((state) => (['ss', 'netstat'] as const).map((witness) => ({ state, witness })))
      const shown = pairs.map(({ state, witness }) => looks.find((fact) => fact.by === witness && fact.state === state))
      const without = pairs.find((_, index) => !shown[index])
      if (!without) return holds(shown.filter((fact) => fact !== undefined))
      const { witness, state } = without
      const step = stepIn(path, state)
      if (!path || !step) return lacks({ kind: 'in state', end, state }, seenOf(path))
      const during = looksDuring(evidence, witness, path, step)
      // Who did not look while it was there cannot have seen it.
      if (during.length === 0)
        return unknown({ kind: 'look by', by: [witness], end, state }, [], { late: !couldNotLook(evidence, [witness]) })
      return fails({ kind: 'to print', by: witness, state }, printed(witness, looks), during.slice(0, 2))
    },
  })
}

function looksDuring(evidence: Evidence, witness: 'ss' | 'netstat', path: Path, step: Step): PollFact[] {
  const { from, until } = spanOf(evidence, path, step)
  const host = evidence.setting.loopback ? 'server' : path.end
  return factsOf(evidence, 'poll').filter(
    (look) => look.by === witness && look.host === host && look.at - look.within > from && look.at < until,
  )
}

function printed(witness: 'ss' | 'netstat', looks: readonly SampleFact[]): Finding {
  const states = [...new Set(looks.filter(({ by }) => by === witness).map(({ state }) => state))]
  return { kind: 'printed', by: witness, states }
}
