import { duration, type Milliseconds, type RelativeSegment, type State } from '../../tcp.ts'
import type { Cue, Ended, Wanted } from '../../trouble/told.ts'
import type { Language } from '../../words.ts'
import { limited } from './facts.ts'

/** What somebody's own program did and what its lab needs, in one sentence. */
export const troubles: Language['troubles'] = {
  'not started': (end, { failure }) => `Your ${end} could not be started: ${failure}.`,
  'refused by its language': (end, { at, why }) =>
    `Your ${end} did not run: its language rejected it ${into(at)}${because(why)}; it was written for another version, or has a syntax error there.`,
  'came upon a limit': (end, { at, limit }) =>
    `Your ${end} ${limited[limit]}, and ended ${into(at)}; this lab needs one that stays within its limits (--limit sets others).`,
  crashed: (end, { at, ending: { signal, status }, why }) =>
    signal === undefined
      ? `Your ${end} ${why === undefined ? 'ended' : 'crashed'} ${into(at)}, with status ${status}${because(why)}; this lab needs one that keeps running.`
      : `Your ${end} was ended by ${signal} ${into(at)}${because(why)}; this lab needs one that keeps running.`,
  'ended early': (end, { at, before, ending, why }) =>
    `Your ${end} ended ${into(at)}, ${withStatus(ending)}${because(why)}, before ${early[before]}; this lab needs one that keeps running.`,
  'listens elsewhere': (end, { at, places, wanted, other }) =>
    other === 'port'
      ? `Your ${end} listens on ${places.join(' and ')} (${into(at)}), which is another port; this lab needs ${wanted}, the host and port given as its last two arguments.`
      : other === 'loopback'
        ? `Your ${end} listens on ${places.join(' and ')} only (${into(at)}), where no other host can reach it; this lab needs ${wanted}, the host and port given as its last two arguments.`
        : `Your ${end} listens on ${places.join(' and ')} (${into(at)}), which is another address; this lab needs ${wanted}, the host and port given as its last two arguments.`,
  'never listened': (end, { time, wanted }) =>
    `Your ${end} never listened in the ${duration(time)} that it ran; this lab needs one that listens on ${wanted}, the host and port given as its last two arguments.`,
  'connects elsewhere': (end, { at, place, wanted }) =>
    `Your ${end} connected to ${place} (${into(at)}); this lab needs ${wanted}, the host and port given as its last two arguments.`,
  'never connected': (end, { time, wanted }) =>
    `Your ${end} never connected in the ${duration(time)} that it ran; this lab needs one that connects to ${wanted}, the host and port given as its last two arguments.`,
  'never accepted': (end, { connection, time }) =>
    `Your ${end} never accepted ${connection === 1 ? 'the connection' : `connection ${connection}`} that was open to it for ${duration(time)}; this lab needs one that calls accept().`,
  'left its accept queue full': (end, { waiting, backlog, accepted }) =>
    `Your ${end} ${accepted === 0 ? 'does not call accept()' : `accepted ${ofConnections(accepted)} and does not call accept() again`}: ${ofConnections(waiting)} ${waiting === 1 ? 'waits' : 'wait'} in its accept queue, which is full with a backlog of ${backlog}; this lab needs one that accepts every connection.`,
  entered: (end, { state, at, wanted, ended }) =>
    `Your ${end} ${did(state)} ${into(at)}${ended === undefined ? '' : `, when it ended ${withStatus(ended.ending)}${because(ended.why)}`}; this lab needs ${needs(wanted)}.`,
  stayed: (end, { state, since, wanted, cue, waited }) =>
    `Your ${end} never ${did(wanted)}${within(waited)} (in ${state} since ${duration(since)})${told(cue)}; this lab needs one that does.`,
  sent: (end, { segment, at, wanted }) =>
    `Your ${end} ${sent(segment)} ${into(at)}; this lab needs ${needs(wanted, segment)}.`,
  'never sent': (end, { bytes, cue, waited }) =>
    `Your ${end} never sent ${ofBytes(bytes)}${within(waited)}${told(cue)}; this lab needs one that does.`,
  'never read': (end, { what, queued }) =>
    what.fin
      ? `Your ${end} never read the end of input${queued > 1 ? `, nor ${ofBytes(queued - 1)} before it` : ''}: the other end has closed its side, and that stayed in the receive queue; this lab needs one that reads until there is no more.`
      : `Your ${end} never read what came: ${ofBytes(Math.min(queued, what.bytes ?? queued))} stayed in its receive queue; this lab needs one that reads ${ofBytes(what.bytes ?? 1)} (it need not print them).`,
  'kept its socket': (end, { state, since }) =>
    `Your ${end} closed its side ${into(since)} and kept its socket, in ${state} (shutdown() does so, or close() where another descriptor or process still has it); this lab needs one that releases it with close().`,
  'not given up': (end, { segment, at }) =>
    `What your ${end} sent (${ofBytes(segment.length)}) was still being sent again by its kernel ${into(at)}; this lab needs one whose kernel gives up sooner (TCP_USER_TIMEOUT on its socket).`,
  backlog: (end, { room, wanted }) =>
    `Your ${end} listens with a backlog of ${room}; this lab needs one of ${wanted}, given to listen().`,
  read: (end, { read, bytes }) =>
    `Your ${end} read ${read} of the ${ofBytes(bytes)} that had arrived; this lab needs one that leaves them unread.`,
  'did not bring': (end, { claim: waited, time }, { claim }) =>
    `Your ${end} did not get the story any further: in ${duration(time)} it did not bring about what this lab needs, that ${typeof waited === 'string' ? `'${waited}'` : claim(waited)}.`,
  broke: (end, { claim: broken }, { claim }) =>
    `Your ${end} did not do what this lab needs, which is that ${claim(broken)}.`,
}

const into = (at: Milliseconds): string => `${duration(at)} in`
const because = (why: string | undefined): string => (why === undefined ? '' : ` (${why.replace(/[.\s]+$/, '')})`)
const withStatus = ({ status, signal }: Ended['ending']): string =>
  signal === undefined ? `with status ${status}` : `by ${signal}`
const told = (cue: Cue | undefined): string =>
  cue === undefined ? '' : `, although it was told '${cue.line}' ${into(cue.at)}`
const within = (waited: Milliseconds | undefined): string =>
  waited === undefined ? '' : ` in the ${duration(waited)} that the story waited`
const ofBytes = (count: number): string => (count === 1 ? 'a byte' : `${count} bytes`)

const ofConnections = (count: number): string => (count === 1 ? 'a connection' : `${count} connections`)

const early = {
  listening: 'it listened',
  accepting: 'it had accepted a connection',
  connecting: 'it connected',
}

/** What brings a socket to the state. */
function did(state: State): string {
  if (state === 'FIN-WAIT-1' || state === 'LAST-ACK') return 'closed its side'
  if (state === 'SYN-SENT') return 'opened a connection'
  return state === 'CLOSED' ? 'reset its connection' : `went to ${state}`
}

function sent({ flags, length }: RelativeSegment): string {
  if (length > 0) return `sent ${ofBytes(length)}${flags.includes('F') ? ' and closed its side' : ''}`
  if (flags.includes('F')) return 'closed its side'
  return flags.includes('R') ? 'reset its connection' : 'opened a connection'
}

function needs(wanted: Wanted, segment?: RelativeSegment): string {
  if (wanted.is === 'not that') return 'one that does not'
  if (wanted.is === 'bytes') return `${ofBytes(wanted.bytes)} there`
  if (wanted.is === 'state') return needsState(wanted.state, segment)
  if (wanted.is === 'later')
    return wanted.cue === undefined
      ? 'one that waits until it is told to'
      : `one that waits until it is told to ('${wanted.cue.line}', ${into(wanted.cue.at)})`
  return `one that does not before '${wanted.line}' has crossed`
}

function needsState(state: State, segment: RelativeSegment | undefined): string {
  if (state === 'FIN-WAIT-1' || state === 'LAST-ACK')
    return segment?.flags.includes('R') ? 'one that closes with a FIN' : 'one that closes its side'
  if (state === 'CLOSED') return 'one that resets its connection'
  return state === 'CLOSE-WAIT' ? 'one that waits for the other end to close first' : `one that is in ${state} first`
}

export const hints: Language['hints'] = {
  'said nothing': (end) =>
    `Your ${end} printed nothing. It does not have to; but flush what you print to find a mistake (python3 -u, flush=True), because output to a pipe waits in a buffer.`,
  'left behind': (end, { processes }) => `Processes of your ${end} were still alive after it ended: ${processes}.`,
  'may not flush': () => 'If it writes to its socket through a buffered file (makefile(), FILE *), it must flush it.',
}
