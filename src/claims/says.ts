import { type Claim, fails, holds, lacks, makeClaim, refuted, unknown, type Verdict } from '../claim.ts'
import { statesOf } from '../evidence/blindness.ts'
import { isWithItself } from '../evidence/connections.ts'
import { journeysOf } from '../evidence/journeys.ts'
import { listenerOf, type Path, pathsOf } from '../evidence/paths.ts'
import { type End, type Evidence, type SaidFact, saidAt } from '../evidence.ts'
import { carries, moment, type State } from '../tcp.ts'
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
      if (cause) return judgeCause(evidence, cause, said)
      const early = saidTooEarly(evidence, said)
      return early ? fails(early, `'${line}' at ${moment(said.at)}`, [said]) : holds([said])
    },
  })
}

/** What a program says of its socket has happened to that before: what had not when it said so. */
function saidTooEarly(evidence: Evidence, { host, text, at }: SaidFact): string | undefined {
  const isBy = (path: Path | undefined, state: State): boolean =>
    path?.steps.some((step) => step.state === state && step.at - step.within <= at) ?? false
  if (text === 'listening') return isBy(listenerOf(evidence), 'LISTEN') ? undefined : 'a socket that listens'
  // Of a raw peer's connection there are no states to see.
  if (host === 'client' && evidence.setting.rawPeer !== undefined) return undefined
  // A socket that is connected to itself is whichever program's.
  const isAt = ({ end, connection }: Path): boolean =>
    connection !== undefined && (end === host || isWithItself(connection))
  const own = pathsOf(evidence).filter(isAt)
  const [, word, number = '1'] = /^(connected|accepted)(?: (\d+))?$/.exec(text) ?? []
  if (word !== undefined)
    return own.filter((path) => isBy(path, 'ESTABLISHED')).length < Number(number)
      ? `${number} connections that are open`
      : undefined
  const arrived = journeysOf(evidence).filter(
    (journey) => journey.arrived && journey.arrived.at - journey.arrived.within <= at && journey.speaker !== host,
  )
  if (/^(failed|refused)\b.*(ECONNRESET|ECONNREFUSED|EPIPE)$/.test(text))
    return arrived.some(({ segment }) => carries(segment, 'R')) ? undefined : 'a RST that has arrived'
  if (/^failed\b.*ETIMEDOUT$/.test(text))
    return own.some((path) => isBy(path, 'CLOSED')) ? undefined : 'a connection that was given up'
  if (/^(HTTP \d|has the page|(received|has) ')/.test(text))
    return arrived.some(({ segment }) => segment.length > 0) ? undefined : 'bytes that have arrived'
  return undefined
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
