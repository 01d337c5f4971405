import type { Claim } from '../claim.ts'
import type { NumberThan, TimestampThan } from '../evidence/assertion.ts'
import type { End, SocketTimer } from '../evidence.ts'
import { type Milliseconds, requireWord, type State, states } from '../tcp.ts'
import { acceptsAll } from './program/accepts-all.ts'
import { answers } from './program/answers.ts'
import { isEndedBy } from './program/is-ended-by.ts'
import { leavesUnread } from './program/leaves-unread.ts'
import { neverSays } from './program/never-says.ts'
import { readsEnd } from './program/reads-end.ts'
import { readsNothing } from './program/reads-nothing.ts'
import { says } from './program/says.ts'
import { endsAfterFin } from './states/ends-after-fin.ts'
import { flooded } from './states/flooded.ts'
import { foretells } from './states/foretells.ts'
import { keepsListening } from './states/keeps-listening.ts'
import { lasts } from './states/lasts.ts'
import { never } from './states/never.ts'
import { opensByCookie } from './states/opens-by-cookie.ts'
import { passes } from './states/passes.ts'
import { reaches } from './states/reaches.ts'
import { restarts } from './states/restarts.ts'
import { shownBy } from './states/shown-by.ts'
import { showsBacklog } from './states/shows-backlog.ts'
import { showsTimer } from './states/shows-timer.ts'
import { stays } from './states/stays.ts'
import { stopsListening } from './states/stops-listening.ts'
import { acknowledges } from './wire/acknowledges.ts'
import { adapts } from './wire/adapts.ts'
import { asksWith } from './wire/asks-with.ts'
import { closesWindow } from './wire/closes-window.ts'
import { counts } from './wire/counts.ts'
import { followsLine } from './wire/follows-line.ts'
import { givesUp } from './wire/gives-up.ts'
import { reportsDuplicate } from './wire/reports-duplicate.ts'
import { reportsKept } from './wire/reports-kept.ts'
import { resends } from './wire/resends.ts'
import { sends } from './wire/sends.ts'
import { sendsNothing } from './wire/sends-nothing.ts'
import { withholds } from './wire/withholds.ts'

/** What can be claimed of one end of a connection; each verb has a file of its own. */
export interface EndClaims {
  /**
   * Goes through exactly these states, in this order, from its first one after CLOSED to the one in which the record ends. The server's may
   * begin with LISTEN, or without. Without any such claim nothing accounts for the states of an end, and the run fails.
   */
  passes(...states: readonly State[]): Claim
  /** Is in the state at some time. What plays wait for most: once it is reached, ss and netstat look before the play goes on. */
  reaches(state: State): Claim
  /**
   * Is in the state for at least this long, in every look of every witness, with no timer running on it that would end it
   * (SO_KEEPALIVE's does not, while its probes are answered).
   */
  stays(state: State, time: Milliseconds): Claim
  /**
   * Is in the state for as long as a kernel timer of this delay takes, or several one after the other, and no longer than their
   * granularity allows: the tolerance comes from the kernel's timer wheel and from how late this very run was, not from you.
   */
  lasts(state: State, ...delays: readonly Milliseconds[]): Claim
  /** The timer that ss and netstat show while it is in the state expires when the socket leaves the state. */
  foretells(state: State): Claim
  /** Sends the same segment, by its flags in tcpdump's letters, again after each of these delays, with a kernel timer's tolerance, and then no more. */
  resends(flags: string, ...delays: readonly Milliseconds[]): Claim
  /**
   * Sends the same segment again after each of these delays but the last, which passes in vain: then the timer fires once more, and
   * the socket is gone.
   */
  givesUp(flags: string, ...delays: readonly Milliseconds[]): Claim
  /**
   * Its kernel's counter grows by exactly `least` in the run; or, with `most`, by at least `least` and at most `most`. Counters are named
   * as in /proc/net/snmp and /proc/net/netstat: `Tcp.AttemptFails`, `TcpExt.TCPKeepAlive`.
   */
  counts(counter: string, least: number, most?: number): Claim
  /** The timer that ss and netstat show on the state starts again from its full delay when the other end's FIN arrives again. */
  restarts(state: State, delay: Milliseconds): Claim
  /** Leaves the state this long after the other end's last FIN has arrived, where each of several FINs restarts its timer. */
  endsAfterFin(state: State, delay: Milliseconds): Claim
  /** Is never in the state. */
  never(state: State): Claim
  /** Its kernel keeps nothing about the connection until the third segment arrives, which makes it ESTABLISHED. */
  opensByCookie(): Claim
  /** ss and netstat, run while it is in each of these states, both print it. */
  isShownIn(...states: readonly State[]): Claim
  /** ss and netstat each show at least this many half-open connections at once, each from another address. */
  isFlooded(least: number): Claim
  /** While it is in the state ss and netstat show this timer on it, under the name that ss has for it. */
  showsTimer(state: State, timer: SocketTimer['name']): Claim
  /** Acknowledges what comes before this number, counted from the other end's ISN: after five bytes it is 6. */
  acknowledges(upTo: number): Claim
  /** Tells the other end in a SACK block that these numbers arrived twice. */
  reportsDuplicate(from: number, to: number): Claim
  /** Tells the other end by SACK that it keeps these numbers, which arrived ahead of others. */
  reportsKept(from: number, to: number): Claim
  /**
   * Sends these numbers in one segment, whether it arrives or not: `sends(1, 6)` is five bytes, the first ones. To wait for a segment,
   * wait for this, or for what it brings about at the other end.
   */
  sends(from: number, to: number): Claim
  /** Opens the connection with a SYN whose number and timestamp compare like this with the last ones that it used in the previous connection of the same pair. */
  asksWith(number: NumberThan, timestamp: TimestampThan): Claim
  /** Of this many bytes that its program wrote, some leave, and some never do. */
  withholds(bytes: number): Claim
  /** This many bytes arrive at it and are acknowledged, and none of them is read while its socket is open. */
  leavesUnread(bytes: number): Claim
  /** Bytes arrive at it, and none of them is read while its socket is open; with a cue, until its program is told that. */
  readsNothing(until?: string): Claim
  /**
   * Its program reads to the end of input: the other end's FIN has arrived, and is not in the receive queue any more. Of an end that has
   * closed its side first nobody can tell: TIME-WAIT has no receive queue.
   */
  readsEnd(): Claim
  /** Its program has read this many bytes, over all its connections, when it sends this number: what it sends is an answer. */
  answers(bytes: number, from: number): Claim
  /** None of its bytes is sent before its program is told this. */
  sendsNothing(until: string): Claim
  /** Closes its window, is probed in the meantime, and opens it again. */
  closesWindow(): Claim
  /** Its congestion window grows, is cut when a segment is lost, and grows again. */
  adapts(): Claim
  /** Sends at half the rate or less when the line toward the other end is made narrower, or at twice the rate or more when wider. */
  followsLine(change: 'narrower' | 'wider'): Claim
  /** Its program was ended by this signal, and closed nothing itself. */
  isEndedBy(signal: NodeJS.Signals): Claim
  /** Its program runs and never says the line, to the end of the record. */
  neverSays(line: string): Claim
  /**
   * Its program says this line, the whole line; after its host has received a FIN, with `{ after: 'F' }`. Most lines mean whatever you want them
   * to. Some state what a kernel can show too, and must be true when they are printed: `listening`, `connected` and `accepted` (with a number
   * where there are several), `received 5` (bytes, in all), `eof` (the other end's FIN is read), `failed: ECONNRESET` and its like.
   * When somebody's own program takes the part, these are checked against its kernel, and the others are not checked.
   */
  says(line: string, on?: { after: 'F' }): Claim
}

/** What can also be claimed of the server: of its listening socket, which belongs to no connection. */
export interface ServerClaims extends EndClaims {
  /** Its listening socket is closed after having been open. */
  stopsListening(): Claim
  /** Its listening socket is in LISTEN from when it was opened to the record's end. */
  keepsListening(): Claim
  /** Its program accepts the connections that are ESTABLISHED at its end, the next one as soon as it is serving no other. */
  acceptsAll(): Claim
  /** ss shows room for this many connections that its program has not accepted yet. */
  showsBacklog(backlog: number): Claim
}

export const serverClaims = (number = 1): ServerClaims => ({
  ...endClaims('server', number),
  stopsListening,
  keepsListening,
  acceptsAll,
  showsBacklog,
})

function knownState(state: State): State {
  requireWord('state', state, states)
  return state
}

const known = (several: readonly State[]): readonly State[] => several.map(knownState)

/** @param number which connection of the run, by the order of the SYNs */
export function endClaims(end: End, number = 1): EndClaims {
  return {
    passes: (...states) => passes(end, number, known(states)),
    reaches: (state) => reaches(end, number, knownState(state)),
    stays: (state, time) => stays(end, number, knownState(state), time),
    lasts: (state, ...delays) => lasts(end, number, knownState(state), delays),
    foretells: (state) => foretells(end, number, knownState(state)),
    resends: (flags, ...delays) => resends(end, number, flags, delays),
    givesUp: (flags, ...delays) => givesUp(end, number, flags, delays),
    counts: (counter, least, most) => counts(end, counter, least, most),
    restarts: (state, delay) => restarts(end, number, knownState(state), delay),
    opensByCookie: () => opensByCookie(end, number),
    endsAfterFin: (state, delay) => endsAfterFin(end, number, knownState(state), delay),
    never: (state) => never(end, number, knownState(state)),
    isShownIn: (...states) => shownBy(end, number, known(states)),
    isFlooded: (least) => flooded(end, least),
    showsTimer: (state, timer) => showsTimer(end, number, knownState(state), timer),
    acknowledges: (upTo) => acknowledges(end, number, upTo),
    reportsDuplicate: (from, to) => reportsDuplicate(end, number, from, to),
    reportsKept: (from, to) => reportsKept(end, number, from, to),
    sends: (from, to) => sends(end, number, from, to),
    asksWith: (than, timestamp) => asksWith(end, number, than, timestamp),
    withholds: (bytes) => withholds(end, number, bytes),
    leavesUnread: (bytes) => leavesUnread(end, number, bytes),
    readsNothing: (until) => readsNothing(end, number, until),
    readsEnd: () => readsEnd(end, number),
    answers: (bytes, from) => answers(end, number, bytes, from),
    sendsNothing: (until) => sendsNothing(end, number, until),
    closesWindow: () => closesWindow(end, number),
    adapts: () => adapts(end, number),
    followsLine: (change) => followsLine(end, number, change),
    isEndedBy: (signal) => isEndedBy(end, signal),
    neverSays: (line) => neverSays(end, line),
    says: (line, on) => says(end, line, on),
  }
}
