import { type Claim, fails, holds, lacks, makeClaim } from '../../claim.ts'
import { type End, factsOf, saidAt } from '../../evidence.ts'

/** The program at this end runs, and does not say the line. */
export function neverSays(end: End, line: string): Claim {
  return makeClaim({
    states: { verb: 'neverSays', of: { end }, line },
    needs: [],
    applies: ({ setting }) => !setting.replaced.includes(end),
    judge(evidence) {
      const deeds = factsOf(evidence, 'program').filter((fact) => fact.host === end)
      const said = saidAt(evidence, end).find(({ text }) => text === line)
      if (said) return fails({ kind: 'never said', line }, { kind: 'said', line, at: said.at }, [said])
      const running = deeds.filter(({ deed }) => deed === 'started')
      return running.length > 0
        ? holds(running, undefined, { vacuous: true })
        : lacks('a program that runs', { kind: 'never started', end })
    },
  })
}
