import type { End, Evidence } from '../../evidence.ts'
import type { Connection } from '../../story/connections.ts'
import { looksAt } from '../../story/polls.ts'
import { transitsOf } from '../../story/transits.ts'
import { type Milliseconds, moment } from '../../tcp.ts'
import { paint } from '../style.ts'
import { wrapped } from '../wrapped.ts'
import type { DrawOptions } from './draw.ts'
import { segmentEvents } from './segments.ts'

/** What `ss -i` showed of a congestion window, and when. */
interface Look {
  readonly at: Milliseconds
  /** In segments. */
  readonly window: number
}

/** A window that was seen with fewer values did not follow anything. */
const leastValues = 4
const rows = 4
const scaleWidth = 6
const eighths = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const

/** The curve of the congestion window of each end that adapted it, with a scale, and the losses marked under it. */
export const curves = (evidence: Evidence, connection: Connection, options: DrawOptions): string[] =>
  (['client', 'server'] as const).flatMap((end) => {
    const looks = looksAt(evidence, end, connection).flatMap(({ at, congestion }): Look[] =>
      congestion ? [{ at, window: congestion.window }] : [],
    )
    if (new Set(looks.map(({ window }) => window)).size < leastValues) return []
    return drawCurve(looks, { end, lost: lossesOf(evidence, connection, end) }, options)
  })

function drawCurve(
  looks: readonly Look[],
  { end, lost }: { readonly end: End; readonly lost: readonly Milliseconds[] },
  { width, colors, say }: DrawOptions,
): string[] {
  const paints = paint(colors)
  const columns = Math.max(40, width) - scaleWidth - 2
  const from = looks[0]?.at ?? 0
  const span = Math.max(1, (looks.at(-1)?.at ?? 0) - from)
  const columnOf = (at: number): number =>
    Math.min(columns - 1, Math.max(0, Math.floor(((at - from) / span) * columns)))
  const most = Math.max(...looks.map(({ window }) => window))
  // Between two looks nobody saw it: it is drawn as the last look before showed it.
  const windows = Array.from(
    { length: columns },
    (_, column) => looks.findLast(({ at }) => columnOf(at) <= column)?.window ?? 0,
  )
  const bars = windows.map((window) => Math.max(1, Math.round((window / most) * rows * 8)))
  const lines = Array.from({ length: rows }, (_, index) => {
    const below = (rows - 1 - index) * 8
    const scale = index === 0 ? String(most) : index === rows - 1 ? '0' : ''
    return `${scale.padStart(scaleWidth)} ${scale === '' ? '│' : '┤'}${bars.map((bar) => eighths[Math.min(8, Math.max(0, bar - below))]).join('')}`
  })
  const struck = new Set(lost.map(columnOf))
  const marks = Array.from({ length: columns }, (_, column) => (struck.has(column) ? '✘' : ' ')).join('')
  const [first, last] = [looks[0]?.at, looks.at(-1)?.at].map((at) => moment((at ?? 0) as Milliseconds)) as [
    string,
    string,
  ]
  const margin = ' '.repeat(scaleWidth)
  return [
    '',
    ...wrapped([say.reports.congestion(end, lost.length > 0)], Math.max(40, width), { hard: true }).split('\n'),
    ...lines,
    ...(lost.length > 0 ? [`${margin}  ${paints.red(marks)}`] : []),
    `${margin} └${first}${last.padStart(columns - first.length)}`,
  ].map((line) => line.trimEnd())
}

const lossesOf = (evidence: Evidence, { number }: Connection, end: End): Milliseconds[] =>
  transitsOf(evidence)
    .filter(({ connection, speaker }) => connection.number === number && speaker === end)
    .flatMap((transit) => segmentEvents(evidence, transit))
    .filter(({ fate }) => fate === 'is lost')
    .map(({ at }) => at)
