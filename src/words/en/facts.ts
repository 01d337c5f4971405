import type { FaultFact, FaultMatch, ProgramLimit } from '../../evidence.ts'
import { duration, moment } from '../../tcp.ts'
import type { Language } from '../../words.ts'

/** What each fact says, without when it was and who saw it. */
export const facts: Language['facts'] = {
  segment: ({ segment }, { notation }) => notation ?? segment.flags,
  frame: ({ host }, { notation }) => notation ?? `a frame on the ${host}'s link`,
  printed: ({ line }) => `tcpdump prints '${line}'`,
  transition: ({ host, from, to }) => `${host} ${from} → ${to}`,
  sample: ({ host, state }) => `${host} ${state}`,
  poll: ({ host, by }) => `a look by ${by} on ${host}`,
  kernel: ({ host, event }) => `${event} on ${host}`,
  program: (fact, { deed }) => `${fact.host} program ${deed(fact)}`,
  fault: (fact, { fault }) => `router: ${fault(fact)}`,
  counters: ({ host }) => `counters on ${host}`,
  blind: (fact, { blind }) => `${fact.by} blind on ${fact.host}: ${blind(fact)}`,
  awaited: ({ states, what, waited, outcome }, { claim }) =>
    `waited ${duration(waited)}${outcome === 'came' ? '' : ' in vain'} for '${states ? claim(states) : what}'`,
  lateness: ({ worst }) => `timers up to ${duration(worst)} late`,
  sysctl: ({ host, name, was, is }) => `${name} on ${host} was ${was}, is ${is}`,
  end: () => 'the end of the record',
  cleanup: ({ left }) => `left behind: ${left.join('; ') || 'nothing'}`,
}

export const seen: Language['seen'] = (what, { at, by }) => `${what} at ${moment(at)} (${by})`

export const faults: Language['faults'] = {
  lose: ({ match }) => `lose ${whichOf(match)}`,
  hold: ({ match }) => `hold ${whichOf(match)}`,
  duplicate: ({ match }) => `duplicate ${whichOf(match)}`,
  narrow: ({ toward, rate, queue }) =>
    `narrow the line toward the ${toward} to ${rate}, with a queue of ${queue} bytes`,
  cut: () => 'cut the line',
}

export const faultDeeds: Language['faultDeeds'] = {
  set: (means) => means,
  released: (_, fault) => `released ${struckBy(fault, 'held ')}`,
  healed: (_, fault) => undone(fault),
}

/** What the router does no more, and how many it has done it to. */
function undone(fault: FaultFact): string {
  const struck = struckBy(fault)
  switch (fault.verb) {
    case 'lose':
      return `stops losing; ${struck} lost`
    case 'hold':
      return `stops holding; ${struck} held`
    case 'duplicate':
      return `stops duplicating; ${struck} duplicated`
    case 'narrow':
      return `line no longer at ${fault.rate}; ${struck} passed`
    case 'cut':
      return `line restored; ${struck} lost`
  }
}

/** `1 held segment`, `99 segments`. */
const struckBy = ({ struck, match }: FaultFact, which = ''): string =>
  `${struck} ${which}${match?.protocol === 'UDP' ? 'datagram' : 'segment'}${struck === 1 ? '' : 's'}`

/** `every [F.] from the client`, `the first 2 [.] from the server`, `one datagram in 3 from the client`. */
function whichOf({ from, flags, first, every, protocol }: FaultMatch): string {
  const what = flags === undefined ? (protocol === 'UDP' ? 'datagram' : 'segment') : `[${flags}]`
  if (every !== undefined) return `one ${what} in ${every} from the ${from}`
  return `${first === undefined ? 'every' : first === 1 ? 'the first' : `the first ${first}`} ${what} from the ${from}`
}

export const limited: Readonly<Record<ProgramLimit, string>> = {
  memory: 'used more memory than allowed',
  processes: 'tried to start more processes than allowed',
  cpu: 'used more CPU time than allowed',
  files: 'tried to open more files than allowed',
  file: 'wrote a larger file than allowed',
  traffic: 'sent, opened or closed more than is recorded',
  wall: 'ran for longer than allowed',
}

export const deeds: Language['deeds'] = {
  started: ({ text }) => `started '${text}'`,
  said: ({ text }) => `said '${text}'`,
  complained: ({ text }) => `wrote to stderr '${text}'`,
  cued: ({ text }) => `is told '${text}'`,
  signalled: ({ text }) => `is sent ${text}`,
  left: ({ text, more }) => `left '${text}' running${more === undefined ? '' : `, and ${more} more`}`,
  limited: ({ limit }) => limited[limit],
  exited: ({ ending: { status, signal, failure } }) => {
    if (failure !== undefined) return `did not start: ${failure}`
    return signal === undefined ? `exited with status ${status}` : `was ended by ${signal}`
  },
}
