import { duration, moment } from '../../tcp.ts'
import type { HeldState, ReportWords } from '../reports.ts'

/** What reports say of their own accord. */
export const reports: ReportWords = {
  labels: { expected: 'expected', got: 'got', missing: 'missing', because: 'because', at: 'at' },
  notReached: 'not reached: the play broke off before it',
  inShort({ got, expected, missing }) {
    if (missing !== undefined) return `missing ${missing}`
    return [got === undefined ? [] : `got ${got}`, expected === undefined ? [] : `expected ${expected}`]
      .flat()
      .join(', ')
  },
  notBegun: 'it was never started',
  isPlayed: 'is played',
  isPlayedAndJudged: 'is played and judged',
  verdicts: {
    pass: 'pass',
    fail: 'fail',
    unknown: 'unknown',
    error: 'error',
    'cannot run': 'cannot run',
    interrupted: 'interrupted',
  },
  results: {
    pass: 'passes',
    fail: 'fails',
    unknown: 'could not be judged for certain; it may pass when it is played again',
    error: 'was not judged: the harness itself failed',
    'cannot run': 'was not judged: this machine cannot run it',
    interrupted: 'was not judged: it was interrupted',
  },
  counted: {
    pass: 'passed',
    fail: 'failed',
    unknown: 'unknown',
    error: 'not judged, the harness failed',
    'cannot run': 'cannot be played on this machine',
    interrupted: 'interrupted',
  },
  counts: (parts, seconds) => `${parts.join(', ') || 'nothing was played'}, in ${seconds}`,
  andMore: (text, more) => (more > 0 ? `${text} (and ${more} more)` : text),
  notBegunOf: (names) => `never started: ${names.join(', ')}`,

  change: ({ variant, twin }) =>
    [variant && `variant ${variant}`, twin && `twin ${twin}`].filter((part) => part).join(', '),
  held: (held) =>
    `held: ${held.end}${whose(held)} in ${held.state} for ${duration(held.lasted)}${held.many === undefined ? '' : ' or more'}${held.still ? ', and still when the record ended' : ''}`,
  universalHold: (count) => `and ${count} claims that every run must meet hold (--verbose lists them)`,
  claimNotReached: (says) => `not reached: ${says}`,
  claimsNotReached: (count) =>
    `${count === 1 ? 'one claim' : `${count} claims`} not reached, because the play broke off before (--verbose lists them)`,
  lacking: { 'no tracefs': 'tracepoints need real root and a kernel with tracefs' },
  unshowable: {
    'no such call': 'no socket API has this call: send() and connect() on a listener are refused',
    'no socket': 'CLOSED means that there is no socket: there is nothing to look at',
    'not its side': 'whoever listens is the server',
  },
  withoutWitness: (witness, why) => `without the witness '${witness}': ${why}`,
  printed: (end) => `Your ${end} printed:`,
  printedMore: (count) => `(${count} more lines are in the record)`,
  follow: (count) =>
    `and ${count === 1 ? 'one claim that follows' : `${count} claims that follow`} from it (--verbose lists them)`,
  replaced: (end) => `what our own ${end} program would say was not judged: yours took its place`,
  twin: (broken, unbroken) => [
    ...broken.map((says) => `what this twin is meant to break, and breaks: ${says}`),
    ...unbroken.map((says) => `what this twin is meant to break, and does NOT break: ${says}`),
  ],
  spent: (parts) => `took: ${parts.join(', ')}`,
  verdict: ({ all, holds, ...others }) =>
    [
      `${holds} of ${all} claims hold`,
      ...(others.fails > 0 ? [`${others.fails} fail`] : []),
      ...(others.unknown > 0 ? [`${others.unknown} unknown`] : []),
      ...(others['not reached'] > 0 ? [`${others['not reached']} not reached`] : []),
    ].join(', '),
  record: (folder) => `record: ${folder}`,
  page: (path) => `page:   ${path}`,

  heading({ rawPeer, client, server, family, kernel, loopback }) {
    const between = loopback ? '=' : '── router ──'
    const system = `${family}, Linux ${kernel.replace(/[-+].*/, '')}`
    const one = rawPeer === undefined || rawPeer === server ? `client ${client}` : `raw peer ${rawPeer}`
    return `${one} ${between} ${rawPeer === server ? 'raw peer' : 'server'} ${server} (${system})`
  },
  connection: (number, client, server) => `connection ${number}: ${client} to ${server}`,
  alike: (numbers) => `connection${numbers.length === 1 ? '' : 's'} ${numbers.join(', ')} went the same way`,
  moreLines: (end, count) => `… ${count} more lines by the ${end}`,
  moreSegments: ({ count, lost, within }) =>
    `… ${count} more segments${lost === 0 ? '' : `, ${lost} lost`}${within === undefined ? '' : `, in ${duration(within)}`}`,
  recordEnds: 'the record ends',
  program: (end, deed) => `${end} program ${deed}`,
  fates: { held: 'held', lost: 'lost', released: 'released', queued: 'queued', leaves: 'leaves' },
  again: (time) => `again, ${ordinal(time)}`,
  remarks: { copy: 'copy', probe: 'probe' },
  captured: {
    lost: 'lost at the router',
    copy: 'a copy that the network made',
    all: (remarks) => remarks.join('; '),
    held: (lasted) =>
      lasted === undefined ? 'held by the router, and never released' : `held by the router for ${duration(lasted)}`,
    state: ({ end, from, to, connection }) =>
      `${end}: ${from} → ${to}${connection === undefined ? '' : ` (connection ${connection})`}`,
  },
  trace: {
    program: 'program',
    listener: 'listener',
    segments: (connection) => `segments of connection ${connection}`,
    counter: (name, connection) => `${name} (connection ${connection})`,
  },
  ends: { client: 'client', server: 'server' },
  moreAlike: (count) => `… ${count} more like these`,
  congestion: (end, lost) =>
    `congestion window of the ${end}, in segments${lost ? '; ✘ where segments were lost' : ''}`,

  step: 'Enter or the space bar shows what comes next, q quits',
  progress: ({ since, about, ends }) =>
    `... still running, ${about === undefined ? duration(since) : `${Math.floor(since / 1000)} s of about ${about}`}: ${ends.map(({ end, state }) => `${end} in ${state ?? 'no state yet'}`).join(', ') || 'setting up'}`,
  ahead: ({ end, closed, cue, told }) =>
    `Your ${end} closed its side at ${moment(closed)}, before it was told ${cue === '' ? 'to go on' : `'${cue}'`} (${moment(told)}), and was ahead of whoever looks: wait for the line on standard input.`,
  remedies: {
    late: "This machine was too slow to tell: something else keeps it busy. Run it again, preferably alone; '--again 5' does so by itself.",
    'no tracefs':
      "The kernel's tracepoints would have told more: run as root, or with TCP_LABS_SUDO=1 where sudo asks for no password; 'npm run doctor' says what they need.",
    blind:
      "A witness saw nothing for a while, as said above: make sure that nothing kills or stops it, and run the lab again; if that does not help, 'npm run doctor' checks each of them.",
    'too little was seen':
      'The witnesses did not see enough, as happens on a busy machine: run it again, preferably alone. If it is always the same claim, please report it, with the folder of the record.',
  },
  hold: {
    because: {
      'at the start':
        "Before the story begins: a state that one of the kernel's timers ends will not wait for you. Have a look ready in another terminal.",
      'as asked': 'The story is paused; the kernel and its timers go on.',
      'at a pause': 'The story is paused here, for as long as you look.',
      'at the end': 'This story has no pause: it is over, and everything is as it ended.',
      'never came': 'The state to hold at never came: the story is over, and everything is as it ended.',
    },
    where: (ends) => ends.map(({ end, state }) => `${end} ${state ?? 'has no connection yet'}`).join(', '),
    in: (host) => `In the ${host}'s namespaces, from another terminal:`,
    onlyRoot:
      '(Only root can run tcpdump there, or see with ss -p whose program has a socket; the captures are in the folder of the record.)',
    goOn: 'Press Enter to go on.',
    itsTimersWentOn: (held) =>
      `you held the story for ${duration(held)}, and the kernel's timers went on: claims may fail because of it`,
  },
  cleaned: ({ folder, removed, left, only }) =>
    `${only ? 'would remove' : 'removed'} ${runsOf(removed)}; ${runsOf(left)} ${only ? 'would be' : 'are'} left in ${folder}`,
  goesOn: (name, seconds, about) => `${name} … ${seconds} s${about === undefined ? '' : ` of about ${about} s`}`,
  more: (count) => `and ${count} more`,
  played: (finished, all, running) => `${finished} of ${all} played, ${running} running`,
}

const runsOf = ({ runs, bytes }: { runs: number; bytes: number }): string =>
  `${runs} ${runs === 1 ? 'run' : 'runs'} (${(bytes / 1e6).toFixed(1)} MB)`

/** `2nd`, `3rd`, `11th`. */
export function ordinal(number: number): string {
  const ending = { one: 'st', two: 'nd', few: 'rd', other: 'th', zero: 'th', many: 'th' }[ordinals.select(number)]
  return `${number}${ending}`
}

const ordinals = new Intl.PluralRules('en', { type: 'ordinal' })

function whose({ connection, many }: HeldState): string {
  if (many !== undefined) return ` of ${many} connections`
  return connection === undefined ? '' : ` of connection ${connection}`
}
