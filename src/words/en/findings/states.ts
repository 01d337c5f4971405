import type { StateFindings } from '../../../finding/states.ts'
import type { FindingOf } from '../../../finding.ts'
import { duration, moment } from '../../../tcp.ts'
import type { FindingWords } from '../../../words.ts'

export const states: FindingWords<StateFindings> = {
  path: ({ steps }) => steps.map(entered).join(', '),
  entered: (step) => entered(step),
  'in state': ({ end, state, at }) => `${end} in ${state}${at === undefined ? '' : ` at ${moment(at)}`}`,
  backlog: ({ backlog }) => `room for ${backlog}`,
  'never in': ({ state }) => `never ${state}`,
  next: ({ state = 'no further state', after }) =>
    `${state} ${after ? `after ${after.state} (${moment(after.at)})` : 'first'}`,
  lasted(lasted, { finding }) {
    const path = lasted.path === undefined ? '' : `: ${finding(lasted.path)}`
    return `${lastedFor(lasted)}${path}`
  },
  'after last FIN'({ state, time, upTo, but }) {
    const long = `${duration(time)}${upTo === undefined ? '' : ` to ${duration(upTo)}`}`
    return `${but === undefined ? 'the end of' : 'still'} ${state} ${long} after the last FIN${but === 'the record ended' ? ', when the record ended' : ''}`
  },
  'end of state': ({ state }) => `the end of ${state}: the record stops before it`,
  held: ({ time, ss, netstat, table }) =>
    `held ${duration(time)}; ss looked ${ss} times, netstat ${netstat}, the table ${table}`,
  'every look': ({ state }) => `every look to say ${state}`,
  'look by': ({ by, end, state }) => `a look by ${by.join(' and ')} while the ${end} was in ${state}`,
  'showed state': ({ by, state, at }) => `${by} showed ${state} at ${moment(at)}`,
  'to print': ({ by, state }) => `${by} to print ${state}`,
  printed: ({ by, states: shown }) =>
    shown.length > 0 ? `${by} printed ${shown.join(', ')}` : `${by} never printed it`,
  'state of': ({ end }) => `a state that ${end} was in`,
  jump: ({ end, from, to, at }) => `${end} went from ${from} to ${to} at ${moment(at)}`,
  'jump by kernel': ({ from, to }) => `the kernel said ${from} to ${to}`,
  crowd: ({ ss, netstat, at }) => `ss showed ${ss}, netstat ${netstat}, at ${moment(at)}`,
}

const entered = ({ state, at, by }: StateFindings['entered']): string => `${state} at ${moment(at)} (${by ?? 'nobody'})`

function lastedFor({ state, time, upTo, but }: FindingOf<'lasted'>): string {
  const long = `${duration(time)}${upTo === undefined ? '' : ` to ${duration(upTo)}`}`
  if (but === 'the record ended') return `still ${state} when the record ended, after ${long}`
  const ending = { 'no longer': ' only', 'still so': ', and still there' }
  return `${state} for ${long}${but === undefined ? '' : ending[but]}`
}
