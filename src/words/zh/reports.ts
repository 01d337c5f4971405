import { duration, moment } from '../../tcp.ts'
import type { HeldState, ReportWords } from '../reports.ts'
import { names } from './names.ts'

/** What reports say of their own accord. */
export const reports: ReportWords = {
  labels: { expected: '期望', got: '实际', missing: '缺少', because: '依据', at: '位置' },
  notReached: '未进行到：实验过程在此之前中断',
  inShort({ got, expected, missing }) {
    if (missing !== undefined) return `缺少：${missing}`
    return [got === undefined ? [] : `实际：${got}`, expected === undefined ? [] : `期望：${expected}`]
      .flat()
      .join('；')
  },
  notBegun: '没有再开始运行',
  isPlayed: '运行',
  isPlayedAndJudged: '运行并评判',
  verdicts: {
    pass: '通过',
    fail: '未通过',
    unknown: '无法判定',
    error: '出错',
    'cannot run': '无法运行',
    interrupted: '被中断',
  },
  results: {
    pass: '通过',
    fail: '未通过',
    unknown: '无法确切判定；再运行一次也许能通过',
    error: '没有评判：实验框架自身出错',
    'cannot run': '没有评判：本机无法运行',
    interrupted: '没有评判：运行被中断',
  },
  counted: {
    pass: '个通过',
    fail: '个未通过',
    unknown: '个无法判定',
    error: '个没有评判（实验框架出错）',
    'cannot run': '个本机无法运行',
    interrupted: '个被中断',
  },
  counts: (parts, seconds) => `${parts.join('，') || '什么都没有运行'}，用时 ${seconds}`,
  andMore: (text, more) => (more > 0 ? `${text}（另有 ${more} 个）` : text),
  notBegunOf: (labs) => `没有再开始运行的：${labs.join('、')}`,

  change: ({ variant, twin }) =>
    [variant && `变体 ${variant}`, twin && `反例 ${twin}`].filter((part) => part).join('，'),
  held: (held) =>
    `停留：${whose(held)}${names[held.end]}在 ${held.state} 停留 ${duration(held.lasted)}${held.many === undefined ? '' : ' 以上'}${held.still ? '，记录结束时仍在' : ''}`,
  universalHold: (count) => `以及每次运行都必须满足的 ${count} 条断言也成立（--verbose 逐条列出）`,
  claimNotReached: (says) => `未进行到：${says}`,
  claimsNotReached: (count) => `有 ${count} 条断言未进行到，因为实验过程在此之前中断（--verbose 逐条列出）`,
  lacking: { 'no tracefs': '跟踪点需要真正的 root 权限和带有 tracefs 的内核' },
  unshowable: {
    'no such call': '套接字 API 没有这样的调用：对监听套接字调用 send() 和 connect() 会被拒绝',
    'no socket': 'CLOSED 就是没有套接字：没有可供查看的东西',
    'not its side': '监听的一方就是服务器',
  },
  withoutWitness: (witness, why) => `缺少观测手段 '${witness}'：${why}`,
  printed: (end) => `你的${names[end]}程序输出：`,
  printedMore: (count) => `（另有 ${count} 行，见记录）`,
  follow: (count) => `以及由此引起的 ${count} 条断言（--verbose 逐条列出）`,
  replaced: (end) => `我们自己的${names[end]}程序应有的输出没有评判：已由你的程序代替`,
  twin: (broken, unbroken) => [
    ...broken.map((says) => `这个反例应当破坏、也确实破坏了：${says}`),
    ...unbroken.map((says) => `这个反例应当破坏、却没有破坏：${says}`),
  ],
  spent: (parts) => `用时：${parts.join('，')}`,
  verdict: ({ all, holds, ...others }) =>
    [
      `${all} 条断言中 ${holds} 条成立`,
      ...(others.fails > 0 ? [`${others.fails} 条不成立`] : []),
      ...(others.unknown > 0 ? [`${others.unknown} 条无法判定`] : []),
      ...(others['not reached'] > 0 ? [`${others['not reached']} 条未进行到`] : []),
    ].join('，'),
  record: (folder) => `记录：${folder}`,
  page: (path) => `网页：${path}`,

  heading({ rawPeer, client, server, family, kernel, loopback }) {
    const between = loopback ? '=' : '── 路由器 ──'
    const system = `${family}，Linux ${kernel.replace(/[-+].*/, '')}`
    const one = rawPeer === undefined || rawPeer === server ? `客户端 ${client}` : `原始套接字对端 ${rawPeer}`
    return `${one} ${between} ${rawPeer === server ? '原始套接字对端' : '服务器'} ${server}（${system}）`
  },
  connection: (number, client, server) => `连接 ${number}：${client} 到 ${server}`,
  alike: (numbers) => `连接 ${numbers.join('、')} 的过程相同`,
  moreLines: (end, count) => `… ${names[end]}另有 ${count} 行输出`,
  moreSegments: ({ count, lost, within }) =>
    `… 另有 ${count} 个报文段${lost === 0 ? '' : `，其中 ${lost} 个丢失`}${within === undefined ? '' : `，历时 ${duration(within)}`}`,
  recordEnds: '记录结束',
  program: (end, deed) => `${names[end]}程序${deed}`,
  fates: { held: '被扣住', lost: '丢失', released: '放行', queued: '排队', leaves: '出队' },
  again: (time) => `第 ${time} 次`,
  remarks: { copy: '副本', probe: '探测' },
  captured: {
    lost: '在路由器丢失',
    copy: '网络产生的副本',
    all: (remarks) => remarks.join('；'),
    held: (lasted) => (lasted === undefined ? '被路由器扣住，没有放行' : `被路由器扣住 ${duration(lasted)} 后放行`),
    state: ({ end, from, to, connection }) =>
      `${names[end]}：${from} → ${to}${connection === undefined ? '' : `（连接 ${connection}）`}`,
  },
  trace: {
    program: '程序',
    listener: '监听套接字',
    segments: (connection) => `连接 ${connection} 的报文段`,
    counter: (name, connection) => `${name}（连接 ${connection}）`,
  },
  ends: { client: '客户端', server: '服务器' },
  moreAlike: (count) => `… 另有 ${count} 条类似`,
  congestion: (end, lost) => `${names[end]}的拥塞窗口（单位：报文段）${lost ? '；✘ 有报文段丢失' : ''}`,

  step: '按回车或空格显示下一步',
  progress: ({ since, about, ends }) =>
    `... 仍在运行，${about === undefined ? duration(since) : `已 ${Math.floor(since / 1000)} s，共约 ${about} s`}：${ends.map(({ end, state }) => `${names[end]}${state === undefined ? '尚无状态' : `处于 ${state}`}`).join('，') || '正在准备'}`,
  ahead: ({ end, closed, cue, told }) =>
    `你的${names[end]}在 ${moment(closed)} 就关闭了自己的发送方向，早于${cue === '' ? '让它继续的指令' : ` '${cue}' 指令`}（${moment(told)}），那时还没有谁来得及观测：请等待标准输入上的那一行。`,
  remedies: {
    late: "这台机器太迟，无法判定：有别的工作占着它。请再运行一次，最好单独运行；'--again 5' 会自动重来。",
    'no tracefs':
      "内核的跟踪点本可以说得更多：请以 root 运行，或者在不问密码就能用 'sudo' 的机器上设 TCP_LABS_SUDO=1；'npm run doctor' 说明它们需要什么。",
    blind:
      "如上所述，有一种观测手段中断了一段时间：请确认没有谁结束或停住它，然后再运行一次；若仍如此，'npm run doctor' 逐一检查它们。",
    'too little was seen':
      '各种观测手段看到的还不够，机器忙时常会这样：请再运行一次，最好单独运行。若总是同一条断言，请连同记录所在的目录一起报告给我们。',
  },
  hold: {
    because: {
      'at the start': '过程开始之前：会被内核计时器结束的状态不会等您。请先在另一个终端准备好观察命令。',
      'as asked': '实验过程停在这里；内核及其计时器继续走。',
      'at a pause': '实验过程停在这里，看多久都可以。',
      'at the end': '这个实验中途没有停顿：过程已经结束，停在结束时的样子。',
      'never came': '要停下的那一刻没有出现：过程已经结束，停在结束时的样子。',
    },
    where: (ends) =>
      ends.map(({ end, state }) => `${names[end]}${state === undefined ? '尚无连接' : `处于 ${state}`}`).join('，'),
    in: (host) => `在另一个终端进入${names[host]}的命名空间：`,
    onlyRoot: '（在那里只有 root 能运行 tcpdump，ss 也只向 root 说明套接字属于哪个程序；抓包文件在记录所在的目录）',
    goOn: '按回车继续。',
    itsTimersWentOn: (held) => `过程被您停住了 ${duration(held)}，其间内核的计时器照走：断言可能因此不成立`,
  },
  cleaned: ({ folder, removed, left, only }) =>
    `${only ? '将删除' : '已删除'} ${runsOf(removed)}；${folder} 中${only ? '将' : ''}剩下 ${runsOf(left)}`,
  goesOn: (name, seconds, about) => `${name} … ${seconds} s${about === undefined ? '' : `，共约 ${about} s`}`,
  more: (count) => `另有 ${count} 个`,
  played: (finished, all, running) => `共 ${all} 个，已运行 ${finished} 个，正在运行 ${running} 个`,
}

const runsOf = ({ runs, bytes }: { runs: number; bytes: number }): string =>
  `${runs} 次运行 (${(bytes / 1e6).toFixed(1)} MB)`

function whose({ connection, many }: HeldState): string {
  if (many !== undefined) return `${many} 个连接的`
  return connection === undefined ? '' : `连接 ${connection} 的`
}
