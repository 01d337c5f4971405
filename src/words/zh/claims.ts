import { duration, ms } from '../../tcp.ts'
import type { Language, Several } from '../../words.ts'
import { firstFrames, flagsOf, printedFlags } from '../notation.ts'
import { before, names } from './names.ts'

const options = { timestamps: '时间戳选项', 'window scale': '窗口扩大选项', SACK: ' SACK 选项' }
const numbers = { higher: '更大', lower: '更小' }
const timestamps = { newer: '时间戳更新', older: '时间戳更旧', none: '不带时间戳' }

/** The sentence of each claim: in the words of the textbooks. */
export const claims: Language['claims'] = {
  passes: ({ of, through }, several) => `${who(of, several)}依次经过 ${through.join(' → ')}`,
  reaches: ({ of, state }, several) => `${who(of, several)}进入 ${state}`,
  never: ({ of, state }, several) => `${who(of, several)}从未处于 ${state}`,
  stays: ({ of, state, time }, several) =>
    `${who(of, several)}在 ${state} 停留 ${duration(time)}，其间没有计时器在运行`,
  lasts: ({ of, state, delays }, several) =>
    `${who(of, several)}处于 ${state} 共 ${duration(ms(delays.reduce((sum, each) => sum + each, 0)))}`,
  foretells: ({ of, state }, several) =>
    `ss 和 netstat 显示的${who(of, several)}在 ${state} 的计时器到期之时，正是它离开该状态之时`,
  opensByCookie: ({ of }, several) => `在第三次握手的报文段带回 cookie 之前，没有为${who(of, several)}保存任何信息`,
  restarts: ({ of, state, delay }, several) =>
    `FIN 再次到达时，${who(of, several)}在 ${state} 的计时器重新从 ${duration(delay)} 开始计时`,
  endsAfterFin: ({ of, state, delay }, several) =>
    `最后一个 FIN 到达后再过 ${duration(delay)}，${who(of, several)}离开 ${state}`,
  isShownIn: ({ of, states }, several) => `ss 和 netstat 都显示${who(of, several)}处于 ${states.join('、')}`,
  showsTimer: ({ of, state, timer }, several) =>
    `ss 和 netstat 显示${who(of, several)}在 ${state} 时有计时器 '${timer}'`,

  acknowledges: ({ of, upTo }, several) => `${who(of, several)}的确认号达到 ${upTo}`,
  sends: ({ of, from, to }, several) => `${who(of, several)}发送 ${from}:${to}`,
  reportsDuplicate: ({ of, from, to }, several) => `${who(of, several)}报告 ${from}:${to} 收到了两次（DSACK）`,
  reportsKept: ({ of, from, to }, several) => `${who(of, several)}报告已收存 ${from}:${to}（SACK）`,
  resends: ({ of, flags, delays }, several) =>
    `${who(of, several)}重传 [${flags}]，间隔依次为 ${delays.map(duration).join('、')}`,
  asksWith: ({ of, number, timestamp }, several) =>
    `${who(of, several)}用一个序号${numbers[number]}、${timestamps[timestamp]}的 SYN 请求建立连接`,
  givesUp: ({ of, flags, delays }, several) =>
    `${who(of, several)}重传 [${flags}] ${delays.length - 1} 次，最后一次之后再过 ${duration(delays.at(-1) ?? ms(0))} 便放弃`,
  withholds: ({ of, bytes }, several) => `${who(of, several)}始终没有把 ${bytes} 字节全部发出`,
  leavesUnread: ({ of, bytes }, several) => `${who(of, several)}让已到达的 ${bytes} 字节保持未读`,
  readsNothing: ({ of, until }, several) =>
    until === undefined ? `${who(of, several)}从不读取` : `${who(of, several)}在收到 '${until}' 之前不读取`,
  readsEnd: ({ of }, several) => `${who(of, several)}读到输入结束`,
  answers: ({ of, bytes, from }, several) => `${who(of, several)}先读取 ${bytes} 字节，再发送第 ${from} 个字节`,
  sendsNothing: ({ of, until }, several) => `${who(of, several)}在收到 '${until}' 之前不发送任何字节`,
  closesWindow: ({ of }, several) => `${who(of, several)}关闭窗口，受到窗口探测，再重新打开窗口；对端从不越过窗口发送`,
  adapts: ({ of }, several) => `${who(of, several)}的拥塞窗口先增大，丢失报文段时减小，然后再次增大`,
  followsLine: ({ of, change }, several) =>
    change === 'narrower'
      ? `线路变窄后，${who(of, several)}的发送速率降到一半以下`
      : `线路变宽后，${who(of, several)}的发送速率升到两倍以上`,

  says: ({ of: { end }, line, after }) =>
    `${names[end]}程序${after === undefined ? '' : '在 FIN 到达后'}输出 '${line}'`,
  isEndedBy: ({ of: { end }, signal }) => `${names[end]}程序被 ${signal} 终止`,
  neverSays: ({ of: { end }, line }) => `${names[end]}程序从不输出 '${line}'`,
  counts: ({ of: { end }, counter, least, most }) =>
    `${names[end]}内核的计数器 ${counter} 为 ${most === least ? least : `${least} 或更多`}`,
  isFlooded: ({ of: { end }, least }) => `ss 和 netstat 都显示${names[end]}有 ${least} 个或更多半连接，源地址各不相同`,
  keepsListening: ({ of: { end } }) => `${names[end]}始终在监听`,
  acceptsAll: ({ of: { end } }) => `${names[end]}程序用 accept() 接受所有已建立的连接`,
  showsBacklog: ({ backlog }) => `ss 显示可有 ${backlog} 个连接等待 accept()`,
  stopsListening: ({ of: { end } }) => `${names[end]}从 LISTEN 进入 CLOSED`,

  shows: ({ of, lines }, several) => `${on(of, several)}线路上出现 ${lines.map(flagsOf).join(' ')}`,
  prints: ({ of, lines }, several) =>
    `${on(of, several)}tcpdump 打印 ${lines.map(printedFlags).join(' ')}，序号和确认号与此相符`,
  neverShows: ({ of, end, flag }, several) => `${on(of, several)}线路上从不出现${names[end]}的 [${flag}]`,
  segments: ({ of, end, bytes, mss }, several) =>
    `${on(of, several)}${names[end]}把 ${bytes} 字节分成报文段，每段为 MSS（${mss ?? '以太网所能承载的长度'}）减去选项的长度`,
  delivers: ({ of, end, bytes }, several) => `${on(of, several)}${names[end]}的 ${bytes} 字节全部到达，其后是它的 FIN`,
  loses: ({ of, end, least }, several) => `${on(of, several)}${names[end]}的报文段在途中丢失 ${least} 个或更多`,

  showsFrames: ({ of: { link }, lines }) => `${names[link]}链路上出现 ${firstFrames(lines)}`,
  hasFrame: ({ of: { link }, line, least }) => `${names[link]}链路上${least === 1 ? '有' : `出现 ${least} 次`} ${line}`,
  encapsulates: ({ of: { link }, text, outermost }) =>
    `在${names[link]}链路上，'${text}' 封装在 TCP 中，TCP 封装在 IP 中，${outermost === 'IP' ? '外面再无其他' : 'IP 封装在以太网帧中'}`,
  carriesThrough: ({ text }) => `'${text}' 经过路由器后数据和 IP 地址不变，MAC 地址改变，TTL 减 1`,
  uses: ({ of, option }, several) => `${on(of, several)}双方都在 SYN 中提出${options[option]}，并且都使用`,
  neverUses: ({ of, option, saidBy }, several) =>
    `${on(of, several)}${saidBy === 'nobody' ? '双方都没有' : `只有${names[saidBy]}`}在 SYN 中提出${options[option]}，双方都不使用`,
  hasClockedNumbers: ({ connections }) =>
    `同一对端点之间的 ${connections} 个连接，双方的 ISN 都随时钟递增，每 64 ns 加 1`,
  beginsBeyond: ({ of, end, by }, several) =>
    `${on(of, several)}${names[end]}的 ISN 比它在上一个连接中的下一个序号大 ${by}`,
  hasFreshNumbers: ({ connections }) => `在 ${connections} 个连接中，双方每次都重新选取随机的 ISN`,

  connections: ({ claim, ...several }, _, say) => say(claim, several),
  oneOf: ({ claim, ...several }, _, say) => say(claim, several),
  inTurn: ({ one, other }, several, say) => `先是${say(one, several)}，然后才是${say(other, several)}`,
  either: ({ one, other }, several, say) =>
    `${before('要么', say(one, several))}，${before('要么', say(other, several))}`,

  'play-went-through': () => '实验过程能进行到底',
  'only-edges': () => '每一端都只沿状态图的边转换状态',
  'acknowledges-only-sent': () => '没有人确认未曾发送的内容',
  'counts-syn-and-fin': () => 'SYN 和 FIN 各占用一个序号',
  'everything-accounted': () => '没有实验未作说明的报文段和状态转换',
  'no-contradiction': () => '各观测手段互不矛盾',
  'limits-kept': () => '沙箱中的程序都没有超出限制',
  'parameters-kept': () => '内核参数在结束时与开始时相同',
  'nothing-left': () => '没有留下任何东西',
}

/** `客户端`, or where there are several connections `连接 3 的客户端`, `连接 2 到 8 每个的客户端`. */
function who({ end, connection }: { end: 'client' | 'server'; connection: number }, several?: Several): string {
  const which = whichOf(connection, several)
  return which === undefined ? names[end] : `${which}的${names[end]}`
}

function on({ connection }: { connection: number }, several?: Several): string {
  const which = whichOf(connection, several)
  return which === undefined ? '' : `在${which}上，`
}

function whichOf(connection: number, several?: Several): string | undefined {
  if (several) return `连接 ${several.from} 到 ${several.to} ${several.verb === 'oneOf' ? '中至少一个' : '中每一个'}`
  return connection === 1 ? undefined : `连接 ${connection} `
}
