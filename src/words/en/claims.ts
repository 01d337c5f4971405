import { duration, ms } from '../../tcp.ts'
import type { Language, Several } from '../../words.ts'
import { firstFrames, flagsOf, printedFlags } from '../notation.ts'

/** The sentence of each claim: in the present tense and the field's words. */
export const claims: Language['claims'] = {
  passes: ({ of, through }, several) => `${who(of, several)} passes ${through.join(' → ')}`,
  reaches: ({ of, state }, several) => `${who(of, several)} reaches ${state}`,
  never: ({ of, state }, several) => `${who(of, several)} is never in ${state}`,
  stays: ({ of, state, time }, several) =>
    `${who(of, several)} stays in ${state} for ${duration(time)}, with no timer running`,
  lasts: ({ of, state, delays }, several) =>
    `${who(of, several)} is in ${state} for ${duration(ms(delays.reduce((sum, each) => sum + each, 0)))}`,
  foretells: ({ of, state }, several) =>
    `the timer that ss and netstat show on ${who(of, several)} in ${state} expires when the state ends`,
  opensByCookie: ({ of }, several) =>
    `${who(of, several)} keeps nothing until the third segment brings back its cookie`,
  restarts: ({ of, state, delay }, several) =>
    `the timer of ${who(of, several)} in ${state} starts again from ${duration(delay)} when the FIN arrives again`,
  endsAfterFin: ({ of, state, delay }, several) =>
    `${who(of, several)} leaves ${state} ${duration(delay)} after the last FIN arrived`,
  isShownIn: ({ of, states }, several) => `ss and netstat both show ${who(of, several)} in ${states.join(', ')}`,
  showsTimer: ({ of, state, timer }, several) =>
    `ss and netstat show the timer '${timer}' on ${who(of, several)} in ${state}`,

  acknowledges: ({ of, upTo }, several) => `${who(of, several)} acknowledges up to ${upTo}`,
  sends: ({ of, from, to }, several) => `${who(of, several)} sends ${from}:${to}`,
  reportsDuplicate: ({ of, from, to }, several) =>
    `${who(of, several)} reports that ${from}:${to} arrived twice (DSACK)`,
  reportsKept: ({ of, from, to }, several) => `${who(of, several)} reports that it keeps ${from}:${to} (SACK)`,
  resends: ({ of, flags, delays }, several) =>
    `${who(of, several)} sends [${flags}] again after ${delays.map(duration).join(', ')}`,
  asksWith: ({ of, number, timestamp }, several) =>
    `${who(of, several)} connects again with a SYN that has a ${number} number and ${timestamp === 'none' ? 'no' : `a${timestamp === 'older' ? 'n' : ''} ${timestamp}`} timestamp`,
  givesUp: ({ of, flags, delays }, several) =>
    `${who(of, several)} gives up ${duration(delays.at(-1) ?? ms(0))} after the last of ${delays.length - 1} retransmissions of [${flags}]`,
  withholds: ({ of, bytes }, several) => `${who(of, several)} never sends all of its ${bytes} bytes`,
  leavesUnread: ({ of, bytes }, several) => `${who(of, several)} leaves unread the ${bytes} bytes that have arrived`,
  readsNothing: ({ of, until }, several) =>
    `${who(of, several)} reads nothing${until === undefined ? '' : ` before it is told '${until}'`}`,
  readsEnd: ({ of }, several) => `${who(of, several)} reads to the end of input`,
  answers: ({ of, bytes, from }, several) =>
    `${who(of, several)} has read ${bytes === 1 ? 'a byte' : `${bytes} bytes`} before it sends byte ${from}`,
  sendsNothing: ({ of, until }, several) => `${who(of, several)} sends no byte before it is told '${until}'`,
  closesWindow: ({ of }, several) =>
    `${who(of, several)} closes its window, is probed, and opens it again; nothing is sent beyond it`,
  adapts: ({ of }, several) =>
    `the congestion window of ${who(of, several)} grows, is cut when a segment is lost, and grows again`,
  followsLine: ({ of, change }, several) =>
    change === 'narrower'
      ? `${who(of, several)} sends at half the rate or less when the line is made narrower`
      : `${who(of, several)} sends at twice the rate or more when the line is made wider`,

  says: ({ of: { end }, line, after }) =>
    `the ${end} program says '${line}'${after === undefined ? '' : ' once the FIN has arrived'}`,
  isEndedBy: ({ of: { end }, signal }) => `the ${end} program is ended by ${signal}`,
  neverSays: ({ of: { end }, line }) => `the ${end} program never says '${line}'`,
  counts: ({ of: { end }, counter, least, most }) =>
    `the ${end}'s kernel counts ${most === least ? least : `${least} or more`} ${counter}`,
  isFlooded: ({ of: { end }, least }) =>
    `ss and netstat both show ${least} or more half-open connections at the ${end}, each from another address`,
  keepsListening: ({ of: { end } }) => `${end} keeps listening to the end`,
  acceptsAll: ({ of: { end } }) => `the ${end} program accepts every connection that is opened to it`,
  showsBacklog: ({ backlog }) => `ss shows room for ${backlog} connections waiting for accept()`,
  stopsListening: ({ of: { end } }) => `${end} leaves LISTEN for CLOSED`,

  shows: ({ of, lines }, several) => `the wire shows ${lines.map(flagsOf).join(' ')}${on(of, several)}`,
  prints: ({ of, lines }, several) =>
    `tcpdump prints ${lines.map(printedFlags).join(' ')}, with these numbers${on(of, several)}`,
  neverShows: ({ of, end, flag }, several) => `the wire never shows [${flag}] from the ${end}${on(of, several)}`,
  segments: ({ of, end, bytes, mss }, several) =>
    `the ${end} cuts ${bytes} bytes${on(of, several)} into segments of ${mss === undefined ? 'the MSS that Ethernet allows' : `an MSS of ${mss}`}, less its options`,
  delivers: ({ of, end, bytes }, several) =>
    `all ${bytes} bytes of the ${end}${on(of, several)} arrive, and its FIN after the last of them`,
  loses: ({ of, end, least }, several) =>
    `${least} or more segments from the ${end} are lost on the way${on(of, several)}`,

  showsFrames: ({ of: { link }, lines }) => `the ${link}'s link shows ${firstFrames(lines)}`,
  hasFrame: ({ of: { link }, line, least }) => `the ${link}'s link has ${least === 1 ? '' : `${least} times `}${line}`,
  encapsulates: ({ of: { link }, text, outermost }) =>
    `on the ${link}'s link '${text}' travels in TCP in IP ${outermost === 'IP' ? 'and in nothing else' : 'in Ethernet'}`,
  carriesThrough: ({ text }) =>
    `'${text}' leaves the router with the same data and IP addresses, new MACs and a TTL lower by one`,
  uses: ({ of, option }, several) => `both ends offer ${option} on their SYNs${on(of, several)}, and use it`,
  neverUses: ({ of, option, saidBy }, several) =>
    `${saidBy === 'nobody' ? 'neither end offers' : `only the ${saidBy} offers`} ${option} on its SYN${on(of, several)}, and neither uses it`,
  hasClockedNumbers: ({ connections }) =>
    `the ISNs of both ends advance with a clock, one tick every 64 ns, over ${connections} connections between the same endpoints`,
  beginsBeyond: ({ of, end, by }, several) =>
    `the ISN of the ${end}${on(of, several)} is ${by} beyond its next number on the connection before`,
  hasFreshNumbers: ({ connections }) => `both ends choose fresh, random ISNs over ${connections} connections`,

  connections: ({ claim, ...several }, _, say) => say(claim, several),
  oneOf: ({ claim, ...several }, _, say) => say(claim, several),
  inTurn: ({ one, other }, several, say) => `${say(one, several)}, and only then ${say(other, several)}`,
  either: ({ one, other }, several, say) => `either ${say(one, several)}, or ${say(other, several)}`,

  'play-went-through': () => 'the story could be played to its end',
  'only-edges': () => 'each end moves only along edges of the state diagram',
  'acknowledges-only-sent': () => 'nobody acknowledges what was not sent',
  'counts-syn-and-fin': () => 'a SYN and a FIN each take up one sequence number',
  'everything-accounted': () => 'no segment and no transition that the lab does not account for',
  'no-contradiction': () => 'no witness contradicts another',
  'limits-kept': () => 'a program in a sandbox stays within its limits',
  'parameters-kept': () => 'the kernel parameters are still what they were at the end',
  'nothing-left': () => 'nothing is left behind',
}

/** `client`, or where there are several connections `client of connection 3`, `client of each of connections 2 to 8`. */
function who({ end, connection }: { end: string; connection: number }, several?: Several): string {
  const which = whichOf(connection, several)
  return which === undefined ? end : `${end} of ${which}`
}

function on({ connection }: { connection: number }, several?: Several): string {
  const which = whichOf(connection, several)
  return which === undefined ? '' : ` on ${which}`
}

function whichOf(connection: number, several?: Several): string | undefined {
  if (several)
    return `${several.verb === 'oneOf' ? 'at least one' : 'each'} of connections ${several.from} to ${several.to}`
  return connection === 1 ? undefined : `connection ${connection}`
}
