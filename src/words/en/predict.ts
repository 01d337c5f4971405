import type { Question } from '../../predict.ts'
import type { PredictWords } from '../predict.ts'
import { valueTold } from '../value.ts'
import { ordinal } from './reports.ts'

const of = (connection: number): string => (connection === 1 ? '' : ` of connection ${connection}`)

const questions: { readonly [Is in Question['is']]: (question: Question & { is: Is }) => string } = {
  segment: ({ number, connection }) =>
    `The ${ordinal(number)} segment${of(connection)}: who sends it, with which flags and numbers?`,
  close: ({ connection }) =>
    `The first segment with FIN${of(connection)}: who sends it, and what is the sequence number of the FIN itself?`,
  frame: ({ link, number }) =>
    `The ${ordinal(number)} frame on the ${link}'s own link: from whose MAC to whose, and what does it carry?`,
  path: ({ end, connection }) => `Which states does the ${end}${of(connection)} go through, one after the other?`,
  stay: ({ end, connection, state }) => `How long is the ${end}${of(connection)} in ${state}?`,
  again: ({ end, connection }) =>
    `The ${end} may have to send the same segment${of(connection)} again: how many times does it do so, and after how long?`,
  line: ({ end, begins }) => `The ${end} program says '${begins}…': how does that line end?`,
  says: ({ end, line }) => `Does the ${end} program say '${line}'?`,
}

export const predict: PredictWords = {
  done: 'What is done in this run',
  direction(told) {
    switch (told.does) {
      case 'starts':
        return `the ${told.end} program is started`
      case 'tells':
        return told.line === ''
          ? `the ${told.end} program is told to go on`
          : `the ${told.end} program is told '${told.line}'`
      case 'signals':
        return `the ${told.end} program gets ${told.signal}`
      case 'loses':
        return `the router loses ${some(told)}`
      case 'holds':
        return `the router holds ${some(told)}`
      case 'doubles':
        return `the router delivers ${some(told)} twice`
      case 'releases':
        return 'the router releases what it held'
      case 'narrows':
        return `the line toward the ${told.toward} is slowed to ${told.rate}`
      case 'cuts':
        return 'the line is cut'
      case 'mends':
        return 'the line is restored'
    }
  },
  programs: (client, server) => `The programs, which you may read: ${client}, ${server}`,
  how: "Enter alone leaves a question open; '?' lists what can be answered; Ctrl+C ends without a run.",
  counted:
    'The segments of a connection are numbered in the order in which they are sent, from its SYN on; those that are lost count.',
  count: (number, of) => `${number} of ${of}`,
  question: (question) =>
    (questions as Readonly<Record<string, (question: Question) => string>>)[question.is]?.(question) ?? '',
  fields: {
    segment: 'segment',
    close: 'first FIN',
    frame: 'frame',
    from: 'from the MAC of',
    to: 'to the MAC of',
    carries: 'carries',
    ttl: 'TTL',
    sender: 'who sends it',
    flags: 'flags',
    seq: 'sequence number',
    length: 'bytes of data',
    ack: 'acknowledges',
    path: 'states',
    stay: 'how long',
    again: 'sent again',
    count: 'how many times again',
    first: 'first time after',
    last: 'last time after',
    line: 'ends with',
    says: 'is said',
  },
  label: ({ name, after }) =>
    name === 'path' && after !== undefined ? `after ${after}` : name === 'path' ? 'first state' : predict.fields[name],
  nextState: (after) => (after === undefined ? 'its first state' : `after ${after}`),
  possible: 'What can be answered',
  forms: {
    host: "'client', 'router', 'server' or another's name, 'all' for everybody; 'none' if there is no such frame",
    protocol: "ARP (which over IPv6 is NDP), TCP, UDP or ICMP; 'none' if there is no such frame",
    who: "'client' or 'server'; 'none' if there is no such segment",
    flags: 'such as SYN+ACK, syn-ack, S. or SA; ACK alone may be a dot; PSH need not be named',
    number: "a number counted from the ISN, so that the SYN has 0; 'none' if there is none",
    count: "a number; 'none' if there is no such segment",
    path: 'states one by one or in one line, such as CLOSED → LISTEN, in any usual spelling; Enter after the last one',
    stay: "a time such as 200 ms, 3 s or 1 min; 'never'; or 'to the end' if it is still there when the record ends",
    delay: "a time such as 200 ms, 3 s or 1 min; 'none' if there is none",
    text: "'ok', or an error by its name such as ENOENT; 'none' if it never says such a line",
    'yes or no': "'yes' or 'no'",
  },
  segmentForm: 'or all at once: client PSH+ACK seq 9 len 3 ack 9',
  notRead: (text, forms) => `'${text}' is not an answer to this. Possible: ${forms}`,
  locked: ({ answered, of, hash }) => `locked: ${answered} of ${of} answers, sha256 ${hash}`,
  value: valueTold({
    ends: { client: 'client', server: 'server' },
    yes: 'yes',
    no: 'no',
    none: 'none',
    never: 'never',
    stays: 'stays there',
    'not passed': 'not on your path',
    'to the end': 'to the end',
    toTheEnd: (duration) => `to the end (${duration})`,
  }),
  leftOpen: 'left open',
  headings: { predictions: 'Predictions', said: 'you said', seen: 'seen' },
  outcomes: { right: 'right', wrong: 'wrong', open: 'left open', unknown: 'the run could not tell' },
  whys: {
    unseen: 'a witness did not see all of it',
    late: 'the machine was too slow',
    'not reached': 'the run broke off before it',
    'own program': 'your own program took the place of the one that says it',
  },
  unknown: (why) => `the run could not tell: ${why}`,
  counts: ({ all, right, wrong, open, unknown }) =>
    [
      `${right} of ${all} right`,
      ...(wrong > 0 ? [`${wrong} wrong`] : []),
      ...(open > 0 ? [`${open} left open`] : []),
      ...(unknown > 0 ? [`${unknown} that the run could not tell`] : []),
    ].join(', '),
  whatCounts: 'Each answer counts once, of states each step; what follows from another answer does not count again.',
  run: (verdict, lab) => `the run itself: ${verdict} (npm run lab -- judge ${lab} lists its claims)`,
  onPage({ label, said, seen, outcome }) {
    if (outcome === 'right') return `${label}: ${seen}`
    return outcome === 'open' ? `${label}: left open; seen: ${seen}` : `${label}: you said ${said}; seen: ${seen}`
  },
  changed: 'the answers in the folder of this run are not those that were locked before it: they do not count',
}

function some({
  from,
  first,
  every,
}: {
  readonly from: string
  readonly first?: number
  readonly every?: number
}): string {
  if (every !== undefined) return `one in ${every} of what the ${from} sends`
  if (first === undefined) return `segments of one kind from the ${from}`
  return first === 1 ? `one segment from the ${from}` : `${first} segments from the ${from}`
}
