import type { Question } from '../../predict.ts'
import type { PredictWords } from '../predict.ts'
import { valueTold } from '../value.ts'
import { names } from './names.ts'

const of = (connection: number): string => (connection === 1 ? '' : `连接 ${connection} 的`)

const questions: { readonly [Is in Question['is']]: (question: Question & { is: Is }) => string } = {
  segment: ({ number, connection }) => `${of(connection)}第 ${number} 个报文段：由谁发送，带哪些标志和编号？`,
  close: ({ connection }) => `${of(connection)}第一个带 FIN 的报文段：由谁发送，FIN 本身的序号是多少？`,
  frame: ({ link, number }) => `${names[link]}所在链路上的第 ${number} 个帧：从谁的 MAC 地址发往谁的，承载什么？`,
  path: ({ end, connection }) => `${of(connection)}${names[end]}依次经过哪些状态？`,
  stay: ({ end, connection, state }) => `${of(connection)}${names[end]}在 ${state} 停留多久？`,
  again: ({ end, connection }) => `${names[end]}可能要重传${of(connection)}同一个报文段：重传几次，各隔多久？`,
  line: ({ end, begins }) => `${names[end]}程序会说 '${begins}…'：这一行以什么结尾？`,
  says: ({ end, line }) => `${names[end]}程序会说 '${line}' 吗？`,
}

export const predict: PredictWords = {
  done: '本次运行中的操作',
  direction(told) {
    switch (told.does) {
      case 'starts':
        return `启动${names[told.end]}程序`
      case 'tells':
        return told.line === '' ? `让${names[told.end]}程序继续` : `${names[told.end]}程序收到指令 '${told.line}'`
      case 'signals':
        return `${names[told.end]}程序收到信号 ${told.signal}`
      case 'loses':
        return `路由器丢弃${some(told)}`
      case 'holds':
        return `路由器扣住${some(told)}`
      case 'doubles':
        return `路由器把${some(told)}发送两次`
      case 'releases':
        return '路由器放行扣住的报文段'
      case 'narrows':
        return `通往${names[told.toward]}的线路减慢到 ${told.rate}`
      case 'cuts':
        return '线路被切断'
      case 'mends':
        return '线路恢复'
    }
  },
  programs: (client, server) => `所用的程序可以先看：${client}，${server}`,
  how: '直接按回车表示不作答，? 显示可以怎样回答，Ctrl+C 结束而不运行。',
  counted: '每个连接的报文段从 SYN 起按发送的先后编号，丢失的也算。',
  count: (number, of) => `第 ${number} 题，共 ${of} 题`,
  question: (question) =>
    (questions as Readonly<Record<string, (question: Question) => string>>)[question.is]?.(question) ?? '',
  fields: {
    segment: '报文段',
    close: '第一个 FIN',
    frame: '帧',
    from: '源 MAC 属于',
    to: '目的 MAC 属于',
    carries: '承载',
    ttl: 'TTL',
    sender: '发送方',
    flags: '标志',
    seq: '序号',
    length: '数据字节数',
    ack: '确认号',
    path: '状态',
    stay: '停留时间',
    again: '重传',
    count: '重传次数',
    first: '第一次间隔',
    last: '最后一次间隔',
    line: '结尾',
    says: '会说',
  },
  label: ({ name, after }) =>
    name === 'path' && after !== undefined ? `${after} 之后` : name === 'path' ? '第一个状态' : predict.fields[name],
  nextState: (after) => (after === undefined ? '第一个状态' : `${after} 之后`),
  possible: '可以怎样回答',
  forms: {
    host: 'client、router、server（客户端、路由器、服务器）或别的名字，all 表示所有人；没有这样的帧时答 none',
    protocol: 'ARP（IPv6 上是 NDP）、TCP、UDP 或 ICMP；没有这样的帧时答 none',
    who: 'client 或 server（客户端、服务器）；没有这样的报文段时答 none',
    flags: 'SYN+ACK、syn-ack、S. 和 SA 是一个意思；FIN+ACK 和 F. 也一样，ACK 可写成一个点；PSH 可以不写',
    number: '从初始序号（ISN）数起的编号，SYN 为 0；没有时答 none',
    count: '一个数；没有这样的报文段时答 none',
    path: '一个一个地写，或者写成一行，如 CLOSED → LISTEN，拼写不限；写完最后一个再按回车',
    stay: '一段时间，如 200 ms、3 s、1 min；never 表示从不处于该状态；to the end 表示记录结束时仍是如此',
    delay: '一段时间，如 200 ms、3 s、1 min；没有时答 none',
    text: 'ok，或者错误的名字，如 ENOENT；没有这样的一行时答 none',
    'yes or no': 'yes 或 no（是、否）',
  },
  segmentForm: '也可以一次写完：client PSH+ACK seq 9 len 3 ack 9',
  notRead: (text, forms) => `'${text}' 不是这里的答案。可以这样回答：${forms}`,
  locked: ({ answered, of, hash }) => `已锁定：${of} 项中答了 ${answered} 项，sha256 ${hash}`,
  value: valueTold({
    ends: names,
    yes: '是',
    no: '否',
    none: '无',
    never: '从不',
    stays: '停留不变',
    'not passed': '不在你的路径上',
    'to the end': '直到记录结束',
    toTheEnd: (duration) => `直到记录结束（${duration}）`,
  }),
  leftOpen: '未作答',
  headings: { predictions: '预测', said: '你的回答', seen: '实际' },
  outcomes: { right: '正确', wrong: '错误', open: '未作答', unknown: '这次运行无法判定' },
  whys: {
    unseen: '有观测手段没有看全',
    late: '机器太慢',
    'not reached': '运行在此之前已中断',
    'own program': '你自己的程序代替了会说这一行的程序',
  },
  unknown: (why) => `这次运行无法判定：${why}`,
  counts: ({ all, right, wrong, open, unknown }) =>
    [
      `${all} 项中 ${right} 项正确`,
      ...(wrong > 0 ? [`${wrong} 项错误`] : []),
      ...(open > 0 ? [`${open} 项未作答`] : []),
      ...(unknown > 0 ? [`${unknown} 项无法判定`] : []),
    ].join('，'),
  whatCounts: '每个回答计一项，状态序列的每一步计一项；由其他回答推出的不重复计。',
  run: (verdict, lab) => `运行本身：${verdict}（npm run lab -- judge ${lab} 列出各条断言）`,
  onPage({ label, said, seen, outcome }) {
    if (outcome === 'right') return `${label}：${seen}`
    return outcome === 'open' ? `${label}：未作答；实际 ${seen}` : `${label}：你的回答 ${said}；实际 ${seen}`
  },
  changed: '这次运行的文件夹中的答案不是运行之前锁定的：不予计算',
}

function some({
  from,
  first,
  every,
}: {
  readonly from: 'client' | 'server'
  readonly first?: number
  readonly every?: number
}) {
  if (every !== undefined) return `${names[from]}所发的每 ${every} 个中的一个`
  return first === undefined ? `${names[from]}所发的某一种报文段` : `${names[from]}的 ${first} 个报文段`
}
