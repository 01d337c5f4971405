import { type Claim, fails, holds, lacks, makeClaim, refuted, unknown, type Verdict } from '../claim.ts'
import { statesOf } from '../evidence/blindness.ts'
import { type End, type Evidence, type SaidFact, saidAt } from '../evidence.ts'
import { moment } from '../tcp.ts'
import { type Cause, causeOf, wasRead } from './cause.ts'

/**
 * The program at this end says the line; where it says that it has read something, that had arrived, and its socket's receive
 * queue does not hold it any more. Of a program that is not ours nobody asks for the line: what it has read, its kernel shows.
 */
export function says(end: End, line: string, on?: { after: 'F' }): Claim {
  const cause: Cause | undefined = on ? { fin: true } : causeOf(line)
  return makeClaim({
    states: { verb: 'says', of: { end }, line, ...on },
    needs: cause ? ['wire', statesOf(end)] : [],
    applies: (evidence) => isOurs(evidence, end) || cause !== undefined,
    judge(evidence) {
      if (cause && !isOurs(evidence, end)) return judgeReading(evidence, end, cause)
      const lines = saidAt(evidence, end)
      const said = lines.find((fact) => fact.text === line)
      if (!said)
        return lacks(
          `'${line}'`,
          lines.length > 0 ? `it said ${lines.map(({ text }) => `'${text}'`).join(', ')}` : 'it said nothing',
        )
      return cause ? judgeCause(evidence, cause, said) : holds([said])
    },
  })
}

const isOurs = ({ setting }: Evidence, end: End): boolean => !setting.replaced.includes(end)

function judgeCause(evidence: Evidence, cause: Cause, said: SaidFact): Verdict {
  const read = wasRead(evidence, said.host, cause, said.at)
  const when = `'${said.text}' at ${moment(said.at)}`
  if (read.is === 'not arrived')
    return fails(`${nameOf(cause)} that had arrived`, `${when}, before it had`, [said, ...read.because])
  if (read.is === 'unread')
    return refuted(`${nameOf(cause)} read`, `${when}, and then ${read.queued} in its receive queue`, [
      said,
      ...read.because,
    ])
  return holds([...(read.is === 'read' ? read.because : []), said])
}

function judgeReading(evidence: Evidence, end: End, cause: Cause): Verdict {
  const read = wasRead(evidence, end, cause)
  if (read.is === 'read') return holds(read.because, `its kernel shows ${nameOf(cause)} read`)
  if (read.is === 'not arrived')
    return lacks(`${nameOf(cause)} for the ${end} to read`, 'it never arrived', read.because)
  if (read.is === 'untold') return unknown(`a look at the ${end}'s receive queue after ${nameOf(cause)} had arrived`)
  return lacks(`${nameOf(cause)} read`, `${read.queued} still in the receive queue`, read.because)
}

const nameOf = ({ bytes, fin }: Cause): string => (fin ? 'the FIN' : bytes === 1 ? 'a byte' : `${bytes} bytes`)
