import type { FaultFact, FaultMatch, ProgramLimit } from '../../evidence.ts'
import { duration, moment } from '../../tcp.ts'
import type { Language } from '../../words.ts'
import { amidst, nameOf, names, witness } from './names.ts'

/** What each fact says, without when it was and who saw it. */
export const facts: Language['facts'] = {
  segment: ({ segment }, { notation }) => notation ?? segment.flags,
  frame: ({ host }, { notation }) => notation ?? `${names[host]}链路上的一帧`,
  printed: ({ line }) => `tcpdump 打印 '${line}'`,
  transition: ({ host, from, to }) => `${names[host]} ${from} → ${to}`,
  sample: ({ host, state }) => `${names[host]} ${state}`,
  poll: ({ host, by }) => `在${names[host]}上用${amidst(by)}查看一次`,
  kernel: ({ host, event }) => `${names[host]}上的 ${event}`,
  program: (fact, { deed }) => `${names[fact.host]}程序${deed(fact)}`,
  fault: (fact, { fault }) => `路由器：${fault(fact)}`,
  counters: ({ host }) => `${names[host]}的计数器`,
  blind: (fact, { blind }) => `${nameOf(fact.host)}上的${amidst(fact.by)}观测中断：${blind(fact)}`,
  awaited: ({ states, what, waited, outcome }, { claim }) =>
    `等待“${states ? claim(states) : what}”${duration(waited)}${outcome === 'came' ? '' : '，没有等到'}`,
  lateness: ({ worst }) => `计时器最多迟了 ${duration(worst)}`,
  sysctl: ({ host, name, was, is }) => `${nameOf(host)}的 ${name} 原为 ${was}，现为 ${is}`,
  end: () => '记录结束',
  cleanup: ({ left }) => `遗留：${left.join('；') || '无'}`,
}

export const seen: Language['seen'] = (what, { at, by }) => `${what}，${moment(at)}（${witness(by)}）`

export const faults: Language['faults'] = {
  lose: ({ match }) => `丢弃${whichOf(match)}`,
  hold: ({ match }) => `扣住${whichOf(match)}`,
  duplicate: ({ match }) => `复制${whichOf(match)}`,
  narrow: ({ toward, rate, queue }) => `把通往${names[toward]}的线路收窄到 ${rate}，队列为 ${queue} 字节`,
  cut: () => '切断线路',
}

export const faultDeeds: Language['faultDeeds'] = {
  set: (means) => means,
  released: (_, fault) => `放行扣住的 ${struckBy(fault)}`,
  healed: (_, fault) => undone(fault),
}

/** What the router does no more, and how many it has done it to. */
function undone(fault: FaultFact): string {
  const struck = struckBy(fault)
  switch (fault.verb) {
    case 'lose':
      return `不再丢弃；共丢弃 ${struck}`
    case 'hold':
      return `不再扣住；共扣住 ${struck}`
    case 'duplicate':
      return `不再复制；共复制 ${struck}`
    case 'narrow':
      return `线路不再是 ${fault.rate}；其间通过 ${struck}`
    case 'cut':
      return `线路接通；共丢失 ${struck}`
  }
}

const struckBy = ({ struck, match }: FaultFact): string =>
  `${struck} 个${match?.protocol === 'UDP' ? '数据报' : '报文段'}`

/** `客户端的每个 [F.]`, `服务器的前 2 个 [.]`, `客户端的数据报，每 3 个中的一个`. */
function whichOf({ from, flags, first, every, protocol }: FaultMatch): string {
  const what = flags === undefined ? (protocol === 'UDP' ? '数据报' : '报文段') : ` [${flags}]`
  const of = `${names[from]}的`
  if (first !== undefined) return first === 1 ? `${of}第一个${what}` : `${of}前 ${first} 个${what}`
  return every === undefined ? `${of}每个${what}` : `${of}${what}，每 ${every} 个中的一个`
}

export const limited: Readonly<Record<ProgramLimit, string>> = {
  memory: '占用的内存超出限制',
  processes: '要建立的进程数超出限制',
  cpu: '占用的 CPU 时间超出限制',
  files: '要打开的文件数超出限制',
  file: '写出的文件大小超出限制',
  traffic: '收发、建立或关闭的数量超出记录的限度',
  wall: '运行时间超出限制',
}

export const deeds: Language['deeds'] = {
  started: ({ text }) => `启动：'${text}'`,
  said: ({ text }) => `输出 '${text}'`,
  complained: ({ text }) => `在标准错误输出中写了 '${text}'`,
  cued: ({ text }) => `收到指令 '${text}'`,
  signalled: ({ text }) => `收到信号 '${text}'`,
  left: ({ text, more }) => `遗留 '${text}'${more === undefined ? '' : `，另有 ${more} 个`}`,
  limited: ({ limit }) => limited[limit],
  exited: ({ ending: { status, signal, failure } }) => {
    if (failure !== undefined) return `未能启动：${failure}`
    return signal === undefined ? `退出，状态码 ${status}` : `被 ${signal} 终止`
  },
}
