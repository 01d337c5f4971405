import type { Counted } from '../../finding.ts'
import { duration, moment } from '../../tcp.ts'
import type { Language } from '../../words.ts'
import { frames } from './findings/frames.ts'
import { programs } from './findings/programs.ts'
import { record } from './findings/record.ts'
import { segments } from './findings/segments.ts'
import { states } from './findings/states.ts'
import { timers } from './findings/timers.ts'
import { before, nameOf } from './names.ts'

/** What a claim expected, got, measured or missed. */
export const findings: Language['findings'] = {
  ...states,
  ...timers,
  ...segments,
  ...frames,
  ...programs,
  ...record,
  count: ({ of, number }) => counted[of](number),
  numbers: ({ numbers }) => numbers.join('、') || '无',
  counter: ({ counter, number }) => `${counter} ${number}`,
  all: ({ of }, { finding }) => of.map(finding).join('；'),
  both: ({ of }, { finding }) => of.map(finding).reduce((one, other) => `${one}；${before('并且', other)}`),
  'held of': ({ held, all }) => `${all} 个中有 ${held} 个`,
  'other way round': ({ one, other }) => `后者在 ${moment(other)}，前者到 ${moment(one)} 才有`,
  claim: ({ claim }, say) => say.claim(claim),
  quoted: ({ text }) => text,
  'machine in time'({ late, while: waited, else: otherwise }, { finding }) {
    const meanwhile = waited === undefined ? '' : `等待“${finding(waited)}”期间`
    const seen = otherwise && `；否则应为：${finding(otherwise.expected)}，而实际是：${finding(otherwise.got)}`
    return `一台及时的机器：${meanwhile}它${waited === undefined ? '最多' : '总共'}迟了 ${duration(late)}${seen ?? ''}`
  },
  unseen: ({ missing }, say) => say.missing(missing),
  'claim that does not break': ({ error }) => `不会出错的断言：${error}`,
  parameter: ({ host, name, was }) => `${nameOf(host)}的 ${name} = ${was}`,
}

const counted: Readonly<Record<Counted, (number: number) => string>> = {
  'addresses in one look': (number) => `一次查看中有 ${number} 个地址`,
  'bytes in all': (number) => `共 ${number} 字节`,
  connections: (number) => `${number} 个连接`,
  'connections between one pair': (number) => `同一对端点之间有 ${number} 个连接`,
  frames: (number) => `${number} 个这样的帧`,
  looks: (number) => `${number} 次查看`,
  'looks at the timer': (number) => `ss 和 netstat 对计时器的查看：共 ${number} 次`,
  'looks at the window': (number) => `ss 对窗口的查看：共 ${number} 次`,
  'open connections': (number) => `${number} 个已建立的连接`,
  lost: (number) => `丢失 ${number} 个`,
  repetitions: (number) => `重传 ${number} 次`,
  segments: (number) => `分为 ${number} 个报文段`,
}
