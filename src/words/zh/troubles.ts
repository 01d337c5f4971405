import { duration, type Milliseconds, type RelativeSegment, type State } from '../../tcp.ts'
import type { Cue, Ended, Wanted } from '../../trouble/told.ts'
import type { Language } from '../../words.ts'
import { limited } from './facts.ts'
import { names } from './names.ts'

/** What somebody's own program did and what its lab needs, in one sentence. */
export const troubles: Language['troubles'] = {
  'not started': (end, { failure }) => `${your(end)}无法启动：${failure}。`,
  'refused by its language': (end, { at, why }) =>
    `${your(end)}没有运行起来：它的语言${into(at)}拒绝了它${because(why)}；它可能是为另一个版本写的，或者该处有语法错误。`,
  'came upon a limit': (end, { at, limit }) =>
    `${your(end)}${limited[limit]}，${into(at)}结束；本实验需要不超出限制的程序（限制可用 --limit 另设）。`,
  crashed: (end, { at, ending: { signal, status }, why }) =>
    signal === undefined
      ? `${your(end)}${into(at)}${why === undefined ? '结束' : '崩溃'}，状态码 ${status}${because(why)}；本实验需要继续运行的程序。`
      : `${your(end)}${into(at)}被 ${signal} 终止${because(why)}；本实验需要继续运行的程序。`,
  'ended early': (end, { at, before, ending, why }) =>
    `${your(end)}${into(at)}结束，${withStatus(ending)}${because(why)}，当时还没有${early[before]}；本实验需要继续运行的程序。`,
  'listens elsewhere': (end, { at, places, wanted, other }) =>
    `${your(end)}${into(at)}${other === 'loopback' ? '只' : ''}监听 ${places.join(' 和 ')}，${elsewhere[other]}；本实验要求监听 ${wanted}，${lastArguments}。`,
  'never listened': (end, { time, wanted }) =>
    `${your(end)}在运行的 ${duration(time)} 内始终没有监听；本实验要求监听 ${wanted}，${lastArguments}。`,
  'connects elsewhere': (end, { at, place, wanted }) =>
    `${your(end)}${into(at)}连接到 ${place}；本实验要求连接 ${wanted}，${lastArguments}。`,
  'never connected': (end, { time, wanted }) =>
    `${your(end)}在运行的 ${duration(time)} 内始终没有连接；本实验要求连接 ${wanted}，${lastArguments}。`,
  'never accepted': (end, { connection, time }) =>
    `连接${connection === 1 ? '' : ` ${connection} `}已建立 ${duration(time)}，${your(end)}始终没有接受；本实验需要调用 accept() 的程序。`,
  'left its accept queue full': (end, { waiting, backlog, accepted }) =>
    `${your(end)}${accepted === 0 ? '没有调用 accept()' : `接受了 ${accepted} 个连接后不再调用 accept()`}：${waiting} 个连接在全连接队列中等待，队列已满（backlog 为 ${backlog}）；本实验需要接受每个连接的程序。`,
  entered: (end, { state, at, wanted, ended }) =>
    `${your(end)}${into(at)}${did(state)}${ended === undefined ? '' : `，当时程序结束，${withStatus(ended.ending)}${because(ended.why)}`}；本实验要求${needs(wanted)}。`,
  stayed: (end, { state, since, wanted, cue, waited }) =>
    `${your(end)}从 ${duration(since)} 起一直处于 ${state}，${within(waited)}始终没有${did(wanted)}${told(cue)}；本实验要求它这样做。`,
  sent: (end, { segment, at, wanted }) =>
    `${your(end)}${into(at)}${sent(segment)}；本实验要求${needs(wanted, segment)}。`,
  'never sent': (end, { bytes, cue, waited }) =>
    `${your(end)}${within(waited)}始终没有发送 ${bytes} 字节${told(cue)}；本实验要求它这样做。`,
  'never read': (end, { what, queued }) =>
    what.fin
      ? `${your(end)}始终没有读到输入的结尾${queued > 1 ? `，也没有读此前的 ${queued - 1} 字节` : ''}：对端已关闭自己的发送方向，这一点一直留在接收队列里；本实验需要一直读到结尾的程序。`
      : `${your(end)}始终没有读取收到的内容：${Math.min(queued, what.bytes ?? queued)} 字节留在接收队列里；本实验需要读取 ${what.bytes ?? 1} 字节的程序（不必输出）。`,
  'kept its socket': (end, { state, since }) =>
    `${your(end)}${into(since)}关闭了自己的发送方向，却保留了套接字，处于 ${state}（shutdown() 会这样；另一个描述符或进程仍持有它时，close() 也会这样）；本实验需要用 close() 放弃套接字的程序。`,
  'not given up': (end, { segment, at }) =>
    `${your(end)}发送的内容（${segment.length} 字节）${into(at)}仍在由内核重传；本实验需要让内核更早放弃的程序（在套接字上设置 TCP_USER_TIMEOUT）。`,
  backlog: (end, { room, wanted }) =>
    `${your(end)}监听时的 backlog 为 ${room}；本实验要求传给 listen() 的是 ${wanted}。`,
  read: (end, { read, bytes }) =>
    `${your(end)}读取了已到达的 ${bytes} 字节中的 ${read} 字节；本实验需要让它们保持未读的程序。`,
  'did not bring': (end, { claim: waited, time }, { claim }) =>
    `${your(end)}没有让实验继续下去：${duration(time)} 内没有做到本实验要求的：${typeof waited === 'string' ? `“${waited}”` : claim(waited)}。`,
  broke: (end, { claim: broken }, { claim }) => `${your(end)}的行为与本实验的要求不符，要求是：${claim(broken)}。`,
}

const your = (end: 'client' | 'server'): string => `你的${names[end]}程序`
const into = (at: Milliseconds): string => `在运行到 ${duration(at)} 时`
const lastArguments = '即它最后两个参数给出的主机和端口'
const because = (why: string | undefined): string => (why === undefined ? '' : `（${why.replace(/[.\s]+$/, '')}）`)
const withStatus = ({ status, signal }: Ended['ending']): string =>
  signal === undefined ? `状态码 ${status}` : `被 ${signal} 终止`
const told = (cue: Cue | undefined): string =>
  cue === undefined ? '' : `，尽管它${into(cue.at)}收到了指令 '${cue.line}'`
const within = (waited: Milliseconds | undefined): string =>
  waited === undefined ? '' : `在实验等待的 ${duration(waited)} 内`

const early = { listening: '开始监听', accepting: '接受连接', connecting: '发起连接' }

const elsewhere = {
  port: '端口不对',
  address: '地址不对',
  loopback: '别的主机到达不了那里',
}

/** What brings a socket to the state. */
function did(state: State): string {
  if (state === 'FIN-WAIT-1' || state === 'LAST-ACK') return '关闭自己的发送方向'
  if (state === 'SYN-SENT') return '发起连接'
  return state === 'CLOSED' ? '复位连接' : `进入 ${state}`
}

function sent({ flags, length }: RelativeSegment): string {
  if (length > 0) return `发送了 ${length} 字节${flags.includes('F') ? '，并关闭了自己的发送方向' : ''}`
  if (flags.includes('F')) return '关闭了自己的发送方向'
  return flags.includes('R') ? '复位了连接' : '发起了连接'
}

function needs(wanted: Wanted, segment?: RelativeSegment): string {
  if (wanted.is === 'not that') return '它不这样做'
  if (wanted.is === 'bytes') return `它在那里发送 ${wanted.bytes} 字节`
  if (wanted.is === 'state') return needsState(wanted.state, segment)
  if (wanted.is === 'later')
    return wanted.cue === undefined
      ? '它等到收到指令再这样做'
      : `它等到收到指令再这样做（'${wanted.cue.line}'，${into(wanted.cue.at)}）`
  return `它在 '${wanted.line}' 到达之前不这样做`
}

function needsState(state: State, segment: RelativeSegment | undefined): string {
  if (state === 'FIN-WAIT-1' || state === 'LAST-ACK')
    return segment?.flags.includes('R') ? '它用 FIN 来关闭' : '它关闭自己的发送方向'
  if (state === 'CLOSED') return '它复位连接'
  return state === 'CLOSE-WAIT' ? '它等对端先关闭' : `它先进入 ${state}`
}

export const hints: Language['hints'] = {
  'said nothing': (end) =>
    `${your(end)}没有任何输出。不输出也可以；但用来查错的输出必须立即刷新（python3 -u，flush=True），因为写往管道的输出会留在缓冲区里。`,
  'left behind': (end, { processes }) => `${your(end)}结束之后，它的这些进程还在运行：${processes}。`,
  'may not flush': () => '如果它通过带缓冲的文件（makefile()、FILE *）写套接字，就必须刷新缓冲区。',
}
