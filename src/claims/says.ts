import { type Claim, fails, holds, makeClaim } from '../claim.ts'
import { type End, factsOf } from '../evidence.ts'
import { carries, moment } from '../tcp.ts'

/** The program at this end says the line; with `after: 'F'`, only after its host has received the FIN. */
export function says(end: End, line: string, on?: { after: 'F' }): Claim {
  return makeClaim({
    says: `the ${end} program says '${line}'${on ? ' once the FIN has arrived' : ''}`,
    applies: ({ setting }) => !setting.replaced.includes(end),
    judge(evidence) {
      const deeds = factsOf(evidence, 'program').filter((fact) => fact.host === end && fact.deed === 'said')
      const said = deeds.find((fact) => fact.text === line)
      if (!said)
        return fails(
          `'${line}'`,
          deeds.length > 0 ? `it said ${deeds.map(({ text }) => `'${text}'`).join(', ')}` : 'it said nothing',
        )
      if (!on) return holds([said])
      const cause = factsOf(evidence, 'segment').find(
        ({ host, direction, segment, tap }) =>
          carries(segment, on.after) && (tap === 'lo' || (host === end && direction === 'in')),
      )
      if (!cause) return fails(`'${line}' after a FIN`, `'${line}' at ${moment(said.at)}, and no FIN arrived`, [said])
      if (cause.at - cause.within > said.at)
        return fails(`'${line}' after the FIN`, `'${line}' at ${moment(said.at)}, the FIN at ${moment(cause.at)}`, [
          said,
          cause,
        ])
      return holds([cause, said])
    },
  })
}
