import type { SeenSegment, SeenWindow, SegmentFindings } from '../../../finding/segments.ts'
import { duration, moment, writeLine } from '../../../tcp.ts'
import type { FindingWords } from '../../../words.ts'
import { megabits, control as named, signed } from '../../notation.ts'

const saidOn = {
  both: 'both SYNs',
  client: "the client's SYN only",
  server: "the server's SYN only",
  nobody: 'neither SYN',
}

export const segments: FindingWords<SegmentFindings> = {
  segment: ({ segment, at }) => `'${writeLine(segment)}' at ${moment(at)}`,
  segments: ({ segments: seen }) => seen.map(told).join('; '),
  stray: ({ flags, at }) => `[${flags}] at ${moment(at)}`,
  line: ({ line = 'the end', after }) => `${line}${after === undefined ? '' : ` after '${after}'`}`,
  'printed line': ({ line }) => (line === undefined ? 'no further line' : `'${line}'`),
  'no flag': ({ flag }) => `no [${flag}]`,
  ack: ({ number, most }) => `${most ? 'at most ' : ''}ack ${number}`,
  range: ({ from, to }) => `${from}:${to}`,
  'SACK block': ({ from, to, of }) =>
    `a SACK block ${from}:${to} ${of === 'what is kept' ? 'beyond the ack' : 'with an ack beyond it'}`,
  bytes: ({ upTo, unbroken }) => `bytes 1 to ${upTo}${unbroken ? ' without a gap' : ''}`,
  'number of FIN': ({ number }) => `a FIN with number ${number}`,
  'gap before': ({ number }) => `a gap before ${number}`,
  'nothing beyond': ({ number }) => `nothing beyond ${number}`,
  'announced MSS': ({ mss }) => `an announced MSS of ${mss}`,
  cut: ({ segments: count, room, last }) => `${count} segments, ${room} bytes each and ${last} in the last`,
  windows: ({ control, looks }) => `${named(control)}${looks.map(shownWindow).join(', then ') || 'no look'}`,
  'window of': ({ least }) => `a window of ${least} or more`,
  rates: ({ control, rates }) => `${named(control)}${rates.map(shownRate).join(', then ') || 'no such line'}`,
  'rate changed': ({ change }) =>
    change === 'narrower' ? 'half the rate or less, and a quarter of the line’s or more' : 'twice the rate or more',
  'line made': ({ change }) => `a line made ${change}`,
  'closed at': ({ at }) => `closed at ${moment(at)} for good`,
  'closed for': ({ time, probes }) => `closed for ${duration(time)}, ${probes} probes`,
  'random ISNs': ({ end }) => `random ISNs of the ${end}`,
  'regular ISNs': ({ how, numbers }) => `${regularity[how](numbers.length)}: ${numbers.join(', ')}`,
  'SYN again': ({ number, timestamp, ahead, later }) =>
    `a SYN, number: ${number}${ahead === undefined ? '' : ` (${signed(ahead)})`}, timestamp: ${timestamp}${later === undefined ? '' : ` (${signed(later)})`}`,
  'ISN after': ({ end, time }) => `an ISN of the ${end} that is ${duration(time)} after the one before`,
  'ISNs off by': ({ client, server }) =>
    `off the clock by ${duration(client)} at the client, ${duration(server)} at the server`,
  'option said': ({ option, by }) => `${option} on ${saidOn[by]}`,
  'option used': ({ option, used }) => `${option} ${used ? 'used' : 'not used'}`,
  'ISN beyond': ({ end, by }) => `an ISN of the ${end} that is ${by} beyond its next number`,
  'shared ISN': ({ isn }) => `both used ${isn}`,
  'spread of ISNs': ({ client, server }) => `client ${client.join(' to ')}; server ${server.join(' to ')}`,
}

const told = ({ segment, at, lost }: SeenSegment): string =>
  `${writeLine(segment)} at ${moment(at)}${lost ? ' (it never arrived)' : ''}`

const shownWindow = ({ window, threshold, at }: SeenWindow): string =>
  `${window} at ${moment(at)}${threshold === undefined ? '' : ` (ssthresh ${threshold})`}`

const shownRate = ({ line, rate, from, until }: SegmentFindings['rates']['rates'][number]): string =>
  `${megabits(rate)} on a line of ${line}, from ${moment(from)} to ${moment(until)}`

const regularity = {
  'too few': (seen: number) => `only ${seen} seen`,
  'one twice': () => 'one was used twice',
  'close together': () => 'all lie within a sixteenth of the number space',
}
