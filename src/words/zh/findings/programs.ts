import type { Cause, ProgramFindings } from '../../../finding/programs.ts'
import { duration, moment } from '../../../tcp.ts'
import type { FindingWords } from '../../../words.ts'
import { names } from '../names.ts'

export const programs: FindingWords<ProgramFindings> = {
  said({ line, at, but }) {
    const when = `'${line}'${at === undefined ? '' : `，${moment(at)}`}`
    if (but === undefined) return when
    return but === 'not arrived' ? `${when}，当时还没有到达` : `${when}，当时接收队列中还有 ${but.queued} 字节`
  },
  'all said': ({ lines }) => `它输出了 ${lines.map((line) => `'${line}'`).join('、')}`,
  'ended by': ({ end, signal }) =>
    signal === undefined ? `${names[end]}程序没有被信号终止` : `${names[end]}程序被 ${signal} 终止`,
  'never said': ({ line }) => `从未输出 '${line}'`,
  'never started': ({ end }) => `${names[end]}程序从未启动`,
  cause({ cause, is }) {
    const what = whatOf(cause)
    if (is === 'arrived') return `已到达的 ${what.trimEnd()}`
    if (is === 'read') return `${what}已读取`
    if (is === 'unread') return `${what}未读`
    return is === 'read, by the kernel' ? `内核显示 ${what}已读取` : `供${names[is.for]}读取的 ${what.trimEnd()}`
  },
  'shown instead': ({ line }) => `内核显示了 '${line}' 所要说的内容`,
  'still queued': ({ bytes }) => `接收队列中还有 ${bytes} 字节`,
  'look at queue': ({ end, cause }) => `${whatOf(cause)}到达后对${names[end]}接收队列的查看`,
  told: ({ line, at }) => `收到 '${line}' 之前${at === undefined ? '' : `（${moment(at)}）`}不发送任何字节`,
  'not accepted': ({ connection, time }) => `连接 ${connection} 建立 ${duration(time)} 后仍在等待 accept()`,
  left: ({ processes }) => processes.join('；'),
  value: ({ value }) => value,
  done: ({ deed: fact }, { deed }) => `${names[fact.host]}程序${deed(fact)}，${moment(fact.at)}`,
  'in vain'({ waited, paths, deeds }, { finding }) {
    const happened = [
      ...paths.map(({ of, path }) => `${of === 'the listener' ? '监听套接字' : names[of]}：${finding(path)}`),
      ...deeds.map((fact) => finding({ kind: 'done', deed: fact })),
    ]
    return `${duration(waited)} 内没有；${happened.join('；') || finding('no socket')}`
  },
}

/** In front of a Chinese word. */
const whatOf = ({ bytes, fin }: Cause): string => (fin ? 'FIN ' : `${bytes} 字节`)
