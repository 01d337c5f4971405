import { type Claim, fails, holds, makeClaim, unknown } from '../claim.ts'
import { journeysOf } from '../evidence/journeys.ts'
import { type End, factsOf } from '../evidence.ts'
import { carries, moment, writeLine } from '../tcp.ts'

/** No segment of the connection from this end carries the flag. Where the wire was not seen the whole time, that cannot be told. */
export function neverShows(number: number, end: End, flag: 'S' | 'F' | 'R'): Claim {
  return makeClaim({
    says: `the wire never shows [${flag}] from the ${end}${number === 1 ? '' : ` on connection ${number}`}`,
    judge(evidence) {
      const found = journeysOf(evidence).find(
        ({ connection, speaker, segment }) => connection.number === number && speaker === end && carries(segment, flag),
      )
      if (found)
        return fails(`no [${flag}]`, `'${writeLine(found.relative)}' at ${moment(found.sent.at)}`, [found.sent])
      const blind = factsOf(evidence, 'blind').filter(({ by }) => by === 'wire')
      return blind.length > 0 ? unknown('a wire that was seen the whole time', blind) : holds([])
    },
  })
}
