import { broken, type Claim, holds, makeClaim } from '../../claim.ts'
import { factsOf, type ProgramLimit } from '../../evidence.ts'

/** At these a program is ended; of others it is refused what it asks for, and may go on and do its part. */
const ending: readonly ProgramLimit[] = ['memory', 'cpu', 'wall', 'traffic']

/** A program in a sandbox stays within its limits. However little can be told of what it did otherwise, it was ended for this. */
export function limitsKept(): Claim {
  return makeClaim({
    states: { verb: 'limits-kept' },
    needs: [],
    applies: ({ setting }) => (setting.sandboxed ?? []).length > 0,
    judge(evidence) {
      const ended = factsOf(evidence, 'program').find((fact) => fact.deed === 'limited' && ending.includes(fact.limit))
      return ended ? broken('a program within its limits', { kind: 'done', deed: ended }, [ended]) : holds([])
    },
  })
}
