import type { Counted } from '../../finding.ts'
import { duration, moment } from '../../tcp.ts'
import type { Language } from '../../words.ts'
import { frames } from './findings/frames.ts'
import { programs } from './findings/programs.ts'
import { record } from './findings/record.ts'
import { segments } from './findings/segments.ts'
import { states } from './findings/states.ts'
import { timers } from './findings/timers.ts'

/** What a claim expected, got, measured or missed. */
export const findings: Language['findings'] = {
  ...states,
  ...timers,
  ...segments,
  ...frames,
  ...programs,
  ...record,
  count: ({ of, number }) => counted[of](number),
  numbers: ({ numbers }) => numbers.join(', ') || 'none',
  counter: ({ counter, number }) => `${counter} ${number}`,
  all: ({ of }, { finding }) => of.map(finding).join('; '),
  both: ({ of }, { finding }) => of.map(finding).join('; and '),
  'held of': ({ held, all }) => `of ${held} of ${all}`,
  'other way round': ({ one, other }) => `the second at ${moment(other)}, the first only at ${moment(one)}`,
  claim: ({ claim }, say) => say.claim(claim),
  quoted: ({ text }) => text,
  'machine in time'({ late, while: waited, else: otherwise }, { finding }) {
    const meanwhile = waited === undefined ? '' : `, in all, while waiting for '${finding(waited)}'`
    const seen = otherwise && `; otherwise ${finding(otherwise.got)}, where ${finding(otherwise.expected)} is due`
    return `a machine that keeps up: it was up to ${duration(late)} late${meanwhile}${seen ?? ''}`
  },
  unseen: ({ missing }, say) => say.missing(missing),
  'claim that does not break': ({ error }) => `a claim that can be judged: ${error}`,
  parameter: ({ host, name, was }) => `${name} = ${was} at the ${host}`,
}

const counted: Readonly<Record<Counted, (number: number) => string>> = {
  'addresses in one look': (number) => `${number} addresses in one look`,
  'bytes in all': (number) => `${number} bytes in all`,
  connections: (number) => `${number} connections`,
  'connections between one pair': (number) => `${number} connections between one pair`,
  frames: (number) => `${number} such frames`,
  looks: (number) => `${number} looks`,
  'looks at the timer': (number) => `looks at the timer by ss and netstat: there were ${number}`,
  'looks at the window': (number) => `looks by ss at the window: there were ${number}`,
  'open connections': (number) => `${number} connections that are open`,
  lost: (number) => `${number} lost`,
  repetitions: (number) => `${number} retransmissions`,
  segments: (number) => `in ${number} segments`,
}
