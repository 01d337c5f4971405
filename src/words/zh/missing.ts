import type { Miscounted, Untold } from '../../story/missing.ts'
import { duration, moment, writeLine } from '../../tcp.ts'
import type { Language } from '../../words.ts'
import { names } from './names.ts'

/** What a claim needs and nobody saw. */
export const missing: Language['missing'] = {
  sight: ({ blind }, say) => `看到全过程的观测手段：${say.blind(blind)}`,
  counters: ({ end }) => `${names[end]}内核的计数器`,
  looks: ({ end, gap }) => `对${names[end]}套接字表的查看：有 ${duration(gap)} 没有查看`,
  word: ({ by, on }) => `${by === 'kernel' ? '跟踪点' : '套接字表'}对以下情况的说明：${untold(on)}`,
  capture: ({ segment, at }) => `${moment(at)} 的 '${writeLine(segment)}' 在途经的每个抓包点的抓包`,
  'order of captures': () => '先后次序一致的抓包',
  agreement: ({ end, of, counted, captured: [least, most] }) =>
    `一致的抓包和计数器：${names[end]}内核计数为${miscounted[of]} ${counted} 个，抓包为 ${least === most ? most : `${least} 到 ${most}`} 个`,
}

function untold(on: Untold): string {
  switch (on.is) {
    case 'state': {
      const which = on.connection === 1 ? '' : `连接 ${on.connection} 的`
      return `${which}${names[on.end]}在 ${moment(on.at)} 处于 ${on.state}`
    }
    case 'course':
      return `${names[on.end]}在 ${moment(on.at)} 离开 ${on.from} 后的去向`
    case 'socket':
      return `套接字 ${on.local} ${on.remote} 在 ${moment(on.at)} 属于谁`
    case 'state in time':
      return `${names[on.end]}处于 ${on.state}（其他观测手段当时已看到）`
  }
}

const miscounted: Readonly<Record<Miscounted, string>> = {
  sent: '发送的报文段（OutSegs 与 RetransSegs）',
  arrived: '到达的报文段（InSegs）',
  'sent again': '重传的报文段（RetransSegs）',
  'RSTs sent': '发送的 RST（OutRsts）',
  'traced: sent again': '重传的报文段（跟踪点）',
  'traced: RSTs sent': '发送的 RST（跟踪点）',
  'traced: RSTs arrived': '到达的 RST（跟踪点）',
}
