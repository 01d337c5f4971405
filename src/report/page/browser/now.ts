import type { EndData, GaugeData, PageData } from '../data.ts'
import { all, byId, language } from './dom.ts'

const ends = ['client', 'server'] as const
const nothing: EndData = { states: [], gauges: [], windows: [], inFlight: [] }

/** The connection that is looked at, by its place among those that are drawn. */
const chosen = (): number => Number(document.querySelector<HTMLSelectElement>('#connection')?.value ?? 0)

/** Shows what was so at this moment: states, the timer as it runs down, queues, windows; and the place in the figure. */
export function showNow(data: PageData, time: number): void {
  for (const node of all('#diagram .node')) node.classList.remove('now-client', 'now-server')
  for (const end of ends) {
    const own = data.connections[chosen()]?.[end] ?? nothing
    const state = lastAt(own.states, time)?.[1]
    for (const [row, text] of Object.entries(rowsOf(data, own, time))) {
      const cell = byId(`now-${row}`).querySelector(`.${end}`)
      if (cell && cell.textContent !== text) cell.textContent = text
    }
    const wasOpen = own.states.some(([at, each]) => at <= time && each !== 'CLOSED' && each !== 'LISTEN')
    const node = state === 'CLOSED' && wasOpen ? 'CLOSED again' : (state ?? 'CLOSED')
    document.querySelector(`#diagram .node[data-state="${node}"]`)?.classList.add(`now-${end}`)
  }
}

function rowsOf(data: PageData, own: EndData, time: number): Readonly<Record<string, string>> {
  const gauge = own.gauges.findLast(({ t }) => t <= time)
  const isThere = lastAt(own.states, time)?.[1] !== 'CLOSED'
  return {
    state: lastAt(own.states, time)?.[1] ?? 'CLOSED',
    timer: isThere ? timerOf(gauge, time) : '',
    sendQueue: bytes(isThere ? gauge && (gauge.s ?? 0) : undefined),
    receiveQueue: bytes(isThere ? gauge && (gauge.r ?? 0) : undefined),
    window: bytes(lastAt(own.windows, time)?.[1]),
    inFlight: bytes(lastAt(own.inFlight, time)?.[1]),
    cwnd: gauge?.w === undefined ? '' : `${gauge.w} ${data.words[language()]?.segments ?? ''}`,
    ssthresh: gauge?.h === undefined ? '' : String(gauge.h),
  }
}

const bytes = (count: number | undefined): string => (count === undefined ? '' : `${count.toLocaleString('en')} B`)

/** What was left when somebody looked, less the time since. */
function timerOf(gauge: GaugeData | undefined, time: number): string {
  if (gauge?.n === undefined) return '–'
  const left = Math.max(0, (gauge.l ?? 0) - (time - gauge.t))
  return `${gauge.n} ${left < 1000 ? `${left.toFixed(0)} ms` : `${(left / 1000).toFixed(1)} s`}`
}

const lastAt = <Value>(list: ReadonlyArray<readonly [number, Value]>, time: number) =>
  list.findLast(([at]) => at <= time)
