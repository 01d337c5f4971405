import { type End, type Evidence, type Fact, rawEnd } from '../../evidence.ts'
import type { Finding } from '../../finding.ts'
import { connectionsOf, isWithItself } from '../../story/connections.ts'
import { listenerOf, type Path, pathsOf } from '../../story/paths.ts'
import { type Transit, transitsOf } from '../../story/transits.ts'
import { carries, type State } from '../../tcp.ts'
import { acceptanceOf } from './accepts-all.ts'
import { wasRead } from './cause.ts'

/** What the kernel shows of what a line says: that it is so, with the facts, or what is wanting, and what is there instead. */
export type Shown =
  | { readonly because: readonly Fact[] }
  | { readonly wants: Finding; readonly got?: Finding; readonly because?: readonly Fact[] }

interface Asked {
  readonly evidence: Evidence
  readonly end: End
  /** What comes after this moment does not count. */
  readonly by: number
}

/**
 * What a program says of its socket has happened to that before; and of a program that need not say it, this stands in for the
 * line. Undefined where no kernel shows anything of it: of datagrams, files, or the program's own mind.
 *
 * @param by the moment at which it is said; at any time, when not said
 */
export function shownOf(evidence: Evidence, end: End, line: string, by = Number.POSITIVE_INFINITY): Shown | undefined {
  const asked = { evidence, end, by }
  // Of a raw peer there is no socket to see.
  if (end === rawEnd(evidence.setting)) return undefined
  if (line === 'listening') return listens(asked)
  const [, word, count = '1'] = /^(connected|accepted)(?: (\d+))?$/.exec(line) ?? []
  if (word !== undefined) return opens(asked, word, Number(count))
  const [, which, error] = failure.exec(line) ?? []
  if (error === 'ETIMEDOUT') return givenUp(asked, which)
  if (error !== undefined) return reset(asked, which)
  const [matched, quoted] = /^(?:HTTP \d|has the page|(?:received|has) '(.*)')/.exec(line) ?? []
  if (matched !== undefined) return taken(asked, quoted)
  // Whoever says so at once may be ahead of the captures: it is no reason to doubt our own.
  if (/^(sent|written|wrote)\b/.test(line) && by === Number.POSITIVE_INFINITY) return left(asked)
  return undefined
}

/** `failed: ECONNRESET`, `failed 4: ECONNRESET`, `2: ETIMEDOUT`: of all connections, or of that one. */
const failure = /^(?:failed|refused|(?=\d))\D*?(\d+)?: .*?(ECONNRESET|ECONNREFUSED|EPIPE|ETIMEDOUT)$/

function listens({ evidence, by }: Asked): Shown {
  const step = listenerOf(evidence).steps.find(({ state, at, within }) => state === 'LISTEN' && at - within <= by)
  return step ? { because: step.because.slice(0, 1) } : { wants: 'a listening socket' }
}

const isBy = (path: Path, state: State, by: number): Path['steps'][number] | undefined =>
  path.steps.find((step) => step.state === state && step.at - step.within <= by)

/** A socket that is connected to itself is whichever program's. */
const pathsAt = ({ evidence, end }: Asked): Path[] =>
  pathsOf(evidence).filter(
    ({ end: own, connection }) => connection !== undefined && (own === end || isWithItself(connection)),
  )

function opens(asked: Asked, word: string, count: number): Shown {
  const { evidence, by } = asked
  const isReplaced = evidence.setting.replaced.includes(asked.end)
  const open = pathsAt(asked).flatMap((path) => {
    // Of a connection whose SYN brought bytes that were taken the program hears before the third segment (RFC 7413).
    const early = word === 'accepted' && tookBytes(evidence, path)
    const step = isBy(path, 'ESTABLISHED', by) ?? (early ? isBy(path, 'SYN-RECEIVED', by) : undefined)
    if (!step) return []
    const waits = word === 'accepted' && isReplaced && isWaiting(evidence, path)
    return waits ? [] : step.because.slice(0, 1)
  })
  return open.length < count
    ? { wants: { kind: 'count', of: 'open connections', number: count } }
    : { because: open.slice(0, count) }
}

const isWaiting = (evidence: Evidence, { connection }: Path): boolean =>
  connectionsOf(evidence)
    .filter(({ number }) => number === connection?.number)
    .some((each) => acceptanceOf(evidence, each)?.is === 'waiting')

/** Whether the end's SYN+ACK acknowledges more than the SYN. */
const tookBytes = (evidence: Evidence, { end, connection }: Path): boolean =>
  transitsOf(evidence).some(
    ({ connection: { number }, speaker, segment, relative }) =>
      number === connection?.number && speaker === end && segment.flags === 'S.' && relative.ack > 1,
  )

const arrivals = ({ evidence, end, by }: Asked): Transit[] =>
  transitsOf(evidence).filter(
    (transit) => transit.arrived && transit.arrived.at - transit.arrived.within <= by && transit.speaker !== end,
  )

const shown = (transit: Transit | undefined, wants: Finding): Shown =>
  transit ? { because: [transit.arrived ?? transit.sent] } : { wants }

const reset = (asked: Asked, which: string | undefined): Shown =>
  shown(
    arrivals(asked).find(
      ({ segment, connection }) =>
        carries(segment, 'R') &&
        (which === undefined || !isNumber(asked, which) || connection.number === Number(which)),
    ),
    'a RST that has arrived',
  )

/** Our own programs count what they have accepted, which is not always the order of the SYNs. */
const isNumber = ({ evidence, end }: Asked, which: string): boolean =>
  evidence.setting.replaced.includes(end) && Number(which) <= connectionsOf(evidence).length

function givenUp(asked: Asked, which: string | undefined): Shown {
  const gone = pathsAt(asked)
    .filter(({ connection }) => which === undefined || !isNumber(asked, which) || connection?.number === Number(which))
    .flatMap((path) => isBy(path, 'CLOSED', asked.by)?.because.slice(0, 1) ?? [])
  return gone.length > 0 ? { because: gone.slice(0, 1) } : { wants: 'a connection given up' }
}

const arrived = (asked: Asked): Shown =>
  shown(
    arrivals(asked).find(({ segment }) => segment.length > 0),
    'bytes that have arrived',
  )

/** Of our own program nobody doubts that it has read what it quotes, if that has arrived. */
function taken(asked: Asked, quoted = ''): Shown {
  const { evidence, end } = asked
  if (!evidence.setting.replaced.includes(end)) return arrived(asked)
  const bytes = Math.max(1, new TextEncoder().encode(quoted).length)
  const read = wasRead(evidence, end, { bytes })
  if (read.is !== 'unread') return arrived(asked)
  const got = { kind: 'still queued', bytes: read.queued } as const
  return { wants: { kind: 'cause', cause: { bytes }, is: 'read' }, got, because: read.because }
}

const left = ({ evidence, end }: Asked): Shown =>
  shown(
    transitsOf(evidence).find(({ speaker, segment }) => speaker === end && segment.length > 0),
    'bytes that were sent',
  )
