import { type Claim, fails, holds, lacks, makeClaim } from '../../claim.ts'
import { type End, factsOf } from '../../evidence.ts'

/** The program at this end was ended by the signal: it has closed nothing by itself. */
export function isEndedBy(end: End, signal: NodeJS.Signals): Claim {
  return makeClaim({
    states: { verb: 'isEndedBy', of: { end }, signal },
    needs: [],
    // Somebody's own program may have its own way of ending.
    applies: ({ setting }) => !setting.replaced.includes(end),
    judge(evidence) {
      const wanted = { kind: 'ended by', end, signal } as const
      const exited = factsOf(evidence, 'program').find((fact) => fact.host === end && fact.deed === 'exited')
      if (exited?.deed !== 'exited') return lacks(wanted, { kind: 'ended by', end })
      const { ending } = exited
      if (ending.signal === signal) return holds([exited])
      return fails(wanted, { kind: 'ended by', end, ...(ending.signal ? { signal: ending.signal } : {}) }, [exited])
    },
  })
}
