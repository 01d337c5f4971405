import type { StateFindings } from '../../../finding/states.ts'
import type { FindingOf } from '../../../finding.ts'
import { duration, moment } from '../../../tcp.ts'
import type { FindingWords } from '../../../words.ts'
import { names, witness, witnessThen } from '../names.ts'

export const states: FindingWords<StateFindings> = {
  path: ({ steps }) => steps.map(entered).join('，'),
  entered: (step) => entered(step),
  'in state': ({ end, state, at }) => `${names[end]}${at === undefined ? '' : `在 ${moment(at)} `}处于 ${state}`,
  backlog: ({ backlog }) => `可容纳 ${backlog} 个`,
  'never in': ({ state }) => `从未处于 ${state}`,
  next: ({ state, after }) => {
    const which = state ?? (after ? '再没有别的状态' : '没有任何状态')
    return after
      ? `${after.state}（${moment(after.at)}）之后${state ? '是 ' : ''}${which}`
      : state
        ? `首先是 ${which}`
        : which
  },
  lasted: (lasted, { finding }) =>
    `${lastedFor(lasted)}${lasted.path === undefined ? '' : `：${finding(lasted.path)}`}`,
  'after last FIN'({ state, time, upTo, but }) {
    const long = longFor(time, upTo)
    if (but === undefined) return `最后一个 FIN 之后 ${long}，${state} 结束`
    return `最后一个 FIN 之后 ${long}${but === 'the record ended' ? '，记录结束时' : ''}，仍处于 ${state}`
  },
  'end of state': ({ state }) => `${state} 的结束：记录在此之前已停止`,
  held: ({ time, ss, netstat, table }) =>
    `持续 ${duration(time)}；ss 查看 ${ss} 次，netstat ${netstat} 次，套接字表 ${table} 次`,
  'every look': ({ state }) => `每次查看都是 ${state}`,
  'look by': ({ by, end, state }) => `${names[end]}处于 ${state} 期间 ${by.map(witness).join(' 和 ')} 的查看`,
  'showed state': ({ by, state, at }) => `${witnessThen(by)}在 ${moment(at)} 显示 ${state}`,
  'to print': ({ by, state }) => `${witnessThen(by)}打印 ${state}`,
  printed: ({ by, states: shown }) =>
    `${witnessThen(by)}${shown.length > 0 ? `打印了 ${shown.join('、')}` : '从未打印它'}`,
  'state of': ({ end }) => `${names[end]}所处的状态`,
  jump: ({ end, from, to, at }) => `${names[end]}在 ${moment(at)} 从 ${from} 转到 ${to}`,
  'jump by kernel': ({ from, to }) => `内核报告从 ${from} 到 ${to}`,
  crowd: ({ ss, netstat, at }) => `${moment(at)}，ss 显示 ${ss} 个，netstat 显示 ${netstat} 个`,
}

const entered = ({ state, at, by }: StateFindings['entered']): string =>
  `${state} ${moment(at)}（${by === undefined ? '无人看到' : witness(by)}）`

function lastedFor({ state, time, upTo, but }: FindingOf<'lasted'>): string {
  const long = longFor(time, upTo)
  if (but === 'the record ended') return `经过 ${long}，记录结束时，仍处于 ${state}`
  if (but === 'still so') return `${state} 已持续 ${long}，仍未结束`
  return but === 'no longer' ? `${state} 只持续 ${long}` : `${state} 持续 ${long}`
}

const longFor = (time: StateFindings['lasted']['time'], upTo: StateFindings['lasted']['upTo']): string =>
  `${duration(time)}${upTo === undefined ? '' : ` 到 ${duration(upTo)}`}`
