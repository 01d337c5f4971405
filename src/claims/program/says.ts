import { type Claim, fails, holds, lacks, makeClaim, refuted, unknown, type Verdict } from '../../claim.ts'
import { type End, type Evidence, rawEnd, type SaidFact, saidAt } from '../../evidence.ts'
import type { Cause } from '../../finding/programs.ts'
import type { Finding } from '../../finding.ts'
import { statesOf } from '../../story/blindness.ts'
import { isWithItself } from '../../story/connections.ts'
import { listenerOf, type Path, pathsOf } from '../../story/paths.ts'
import { transitsOf } from '../../story/transits.ts'
import { carries, type State } from '../../tcp.ts'
import { causeOf, wasRead } from './cause.ts'

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
          { kind: 'said', line },
          lines.length > 0 ? { kind: 'all said', lines: lines.map(({ text }) => text) } : 'said nothing',
        )
      if (cause) return judgeCause(evidence, cause, said)
      const early = saidTooEarly(evidence, said)
      return early ? fails(early, { kind: 'said', line, at: said.at }, [said]) : holds([said])
    },
  })
}

/** What a program says of its socket has happened to that before: what had not when it said so. */
function saidTooEarly(evidence: Evidence, { host, text, at }: SaidFact): Finding | undefined {
  const isBy = (path: Path | undefined, state: State): boolean =>
    path?.steps.some((step) => step.state === state && step.at - step.within <= at) ?? false
  // Of a raw peer there is no socket to see.
  if (host === rawEnd(evidence.setting)) return undefined
  if (text === 'listening') return isBy(listenerOf(evidence), 'LISTEN') ? undefined : 'a listening socket'
  // A socket that is connected to itself is whichever program's.
  const isAt = ({ end, connection }: Path): boolean =>
    connection !== undefined && (end === host || isWithItself(connection))
  const own = pathsOf(evidence).filter(isAt)
  const [, word, number = '1'] = /^(connected|accepted)(?: (\d+))?$/.exec(text) ?? []
  // Of a connection whose SYN brought bytes that were taken the program hears before the third segment (RFC 7413).
  const isOpen = (path: Path): boolean =>
    isBy(path, 'ESTABLISHED') || (word === 'accepted' && isBy(path, 'SYN-RECEIVED') && tookBytes(evidence, path))
  if (word !== undefined)
    return own.filter(isOpen).length < Number(number)
      ? { kind: 'count', of: 'open connections', number: Number(number) }
      : undefined
  const arrived = transitsOf(evidence).filter(
    (transit) => transit.arrived && transit.arrived.at - transit.arrived.within <= at && transit.speaker !== host,
  )
  if (/^(failed|refused)\b.*(ECONNRESET|ECONNREFUSED|EPIPE)$/.test(text))
    return arrived.some(({ segment }) => carries(segment, 'R')) ? undefined : 'a RST that has arrived'
  if (/^failed\b.*ETIMEDOUT$/.test(text))
    return own.some((path) => isBy(path, 'CLOSED')) ? undefined : 'a connection given up'
  if (/^(HTTP \d|has the page|(received|has) ')/.test(text))
    return arrived.some(({ segment }) => segment.length > 0) ? undefined : 'bytes that have arrived'
  return undefined
}

/** Whether the end's SYN+ACK acknowledges more than the SYN. */
const tookBytes = (evidence: Evidence, { end, connection }: Path): boolean =>
  transitsOf(evidence).some(
    ({ connection: { number }, speaker, segment, relative }) =>
      number === connection?.number && speaker === end && segment.flags === 'S.' && relative.ack > 1,
  )

const isOurs = ({ setting }: Evidence, end: End): boolean => !setting.replaced.includes(end)

function judgeCause(evidence: Evidence, cause: Cause, said: SaidFact): Verdict {
  const read = wasRead(evidence, said.host, cause, said.at)
  const line = { kind: 'said', line: said.text, at: said.at } as const
  if (read.is === 'not arrived')
    return fails({ kind: 'cause', cause, is: 'arrived' }, { ...line, but: 'not arrived' }, [said, ...read.because])
  if (read.is === 'unread')
    return refuted({ kind: 'cause', cause, is: 'read' }, { ...line, but: { queued: read.queued } }, [
      said,
      ...read.because,
    ])
  return holds([...(read.is === 'read' ? read.because : []), said])
}

function judgeReading(evidence: Evidence, end: End, cause: Cause): Verdict {
  const read = wasRead(evidence, end, cause)
  if (read.is === 'read') return holds(read.because, { kind: 'cause', cause, is: 'read, by the kernel' })
  if (read.is === 'not arrived') return lacks({ kind: 'cause', cause, is: { for: end } }, 'never arrived', read.because)
  if (read.is === 'untold') return unknown({ kind: 'look at queue', end, cause })
  return lacks({ kind: 'cause', cause, is: 'read' }, { kind: 'still queued', bytes: read.queued }, read.because)
}
