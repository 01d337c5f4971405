import type { SeenSegment, SeenWindow, SegmentFindings } from '../../../finding/segments.ts'
import { duration, moment, writeLine } from '../../../tcp.ts'
import type { FindingWords } from '../../../words.ts'
import { megabits, control as named, signed } from '../../notation.ts'
import { names } from '../names.ts'

const saidOn = {
  both: '双方的 SYN 中都有',
  client: '只有客户端的 SYN 中有',
  server: '只有服务器的 SYN 中有',
  nobody: '双方的 SYN 中都没有',
}
const options = { timestamps: '时间戳选项', 'window scale': '窗口扩大选项', SACK: ' SACK 选项' }
const numbers = { higher: '更大', lower: '更小', 'the same': '相同' }
const timestamps = { newer: '时间戳更新', older: '时间戳更旧', none: '没有时间戳', 'the same': '时间戳相同' }

export const segments: FindingWords<SegmentFindings> = {
  segment: ({ segment, at }) => `'${writeLine(segment)}'，${moment(at)}`,
  segments: ({ segments: seen }) => seen.map(told).join('；'),
  stray: ({ flags, at }) => `[${flags}]，${moment(at)}`,
  line: ({ line = '结束', after }) =>
    after === undefined ? line : `'${after}' 之后${line === '结束' ? '' : '是 '}${line}`,
  'printed line': ({ line }) => (line === undefined ? '再没有下一行' : `'${line}'`),
  'no flag': ({ flag }) => `没有 [${flag}]`,
  ack: ({ number, most }) => `${most ? '至多 ' : ''}ack ${number}`,
  range: ({ from, to }) => `${from}:${to}`,
  'SACK block': ({ from, to, of }) =>
    `SACK 块 ${from}:${to}，${of === 'what is kept' ? '在确认号之后' : '确认号在它之后'}`,
  bytes: ({ upTo, unbroken }) => `第 1 到 ${upTo} 字节${unbroken ? '，没有缺口' : ''}`,
  'number of FIN': ({ number }) => `序号为 ${number} 的 FIN`,
  'gap before': ({ number }) => `${number} 之前有缺口`,
  'nothing beyond': ({ number }) => `${number} 之后什么都没有`,
  'announced MSS': ({ mss }) => `通告的 MSS 为 ${mss}`,
  cut: ({ segments: count, room, last }) => `${count} 个报文段，每个 ${room} 字节，最后一个 ${last} 字节`,
  windows: ({ control, looks }) => `${named(control)}${looks.map(shownWindow).join('，然后 ') || '没有查看'}`,
  'window of': ({ least }) => `不小于 ${least} 的窗口`,
  rates: ({ control, rates }) => `${named(control)}${rates.map(shownRate).join('；然后') || '没有这样的线路'}`,
  'rate changed': ({ change }) =>
    change === 'narrower' ? '速率降到一半以下，但不低于线路速率的四分之一' : '速率升到两倍以上',
  'line made': ({ change }) => (change === 'narrower' ? '变窄的线路' : '变宽的线路'),
  'closed at': ({ at }) => `从 ${moment(at)} 起不再打开`,
  'closed for': ({ time, probes }) => `关闭 ${duration(time)}，探测 ${probes} 次`,
  'random ISNs': ({ end }) => `${names[end]}的随机 ISN`,
  'regular ISNs': ({ how, numbers: seen }) => `${regularity[how](seen.length)}：${seen.join('、')}`,
  'SYN again': ({ number, timestamp, ahead, later }) =>
    `序号${numbers[number]}${by(ahead)}、${timestamps[timestamp]}${by(later)}的 SYN`,
  'ISN after': ({ end, time }) => `${names[end]}的 ISN 比上一个晚 ${duration(time)}`,
  'ISNs off by': ({ client, server }) => `与时钟的偏差：客户端 ${duration(client)}，服务器 ${duration(server)}`,
  'option said': ({ option, by: who }) => `${saidOn[who]}${options[option]}`,
  'option used': ({ option, used }) => `${used ? '使用了' : '没有使用'}${options[option]}`,
  'ISN beyond': ({ end, by: beyond }) => `${names[end]}的 ISN 比它的下一个序号大 ${beyond}`,
  'shared ISN': ({ isn }) => `双方都用了 ${isn}`,
  'spread of ISNs': ({ client, server }) => `客户端 ${client.join(' 到 ')}；服务器 ${server.join(' 到 ')}`,
}

const by = (difference: number | undefined): string => (difference === undefined ? '' : `（${signed(difference)}）`)

const told = ({ segment, at, lost }: SeenSegment): string =>
  `${writeLine(segment)}，${moment(at)}${lost ? '（始终没有到达）' : ''}`

const shownWindow = ({ window, threshold, at }: SeenWindow): string =>
  `${window}（${threshold === undefined ? '' : `ssthresh ${threshold}，`}${moment(at)}）`

const shownRate = ({ line, rate, from, until }: SegmentFindings['rates']['rates'][number]): string =>
  `在 ${line} 的线路上 ${megabits(rate)}，${moment(from)} 到 ${moment(until)}`

const regularity = {
  'too few': (seen: number) => `只看到 ${seen} 个`,
  'one twice': () => '有一个用了两次',
  'close together': () => '全都落在序号空间的十六分之一以内',
}
