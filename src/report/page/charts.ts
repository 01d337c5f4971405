import { scaleLinear } from 'd3-scale'
import { curveStepAfter, line } from 'd3-shape'
import type { End, Evidence } from '../../evidence.ts'
import { type Gauge, gaugesOf, type Point, type Transfer, transferOf } from '../../story/curves.ts'
import { storyEnd } from '../../story/end.ts'
import { type Child, html, type InAll } from './html.ts'
import type { Picture } from './picture.ts'

const [width, height] = [620, 250]
const margin = { left: 64, right: 12, top: 12, bottom: 30 } as const

/** From so many segments with data on there is a curve to see. */
const fewest = 8
/** A curve is drawn with so many points at most: of those between only what goes up or down farthest. */
const mostPoints = 500

/** What says something beside the curves, and in them. */
interface Words {
  readonly inText: InAll
  readonly inSvg: InAll
}

/** The curves of the run's largest transfer, where it has one. */
export function drawCharts(evidence: Evidence, { connections }: Picture, words: Words): Child {
  const { inText } = words
  const transfers = connections.flatMap((connection) =>
    (['client', 'server'] as const).map((end) => ({
      end,
      connection,
      transfer: transferOf(evidence, end, connection),
    })),
  )
  const largest = transfers.toSorted((a, b) => b.transfer.sent.length - a.transfer.sent.length)[0]
  if (!largest || largest.transfer.sent.length < fewest) return undefined
  const { end, connection, transfer } = largest
  const gauges = gaugesOf(evidence, end, connection).filter(({ window }) => window !== undefined)
  const times = transfer.sent.map(({ at }) => at)
  const [from, until] = [Math.max(0, Math.min(...times) - 20), Math.min(storyEnd(evidence), Math.max(...times) + 200)]
  const span: Span = { from, until }
  return html`<section id="curves"><h2>${inText((say) => say.page.headings.curves)}: ${inText((say) => say.page.curvesOf(end))}</h2>
    <div class="charts">${drawSequence(transfer, span, words)}${drawFlight(transfer, gauges, { ...span, end }, words)}</div>
  </section>`
}

interface Span {
  readonly from: number
  readonly until: number
}

/** The classic graph: what was sent, what was acknowledged, how far the window let it go, and what was lost. */
function drawSequence(transfer: Transfer, span: Span, words: Words): Child {
  const { inText, inSvg } = words
  const { sent, acknowledged, allowed } = transfer
  const x = scaleLinear([span.from, span.until], [margin.left, width - margin.right])
  const most = Math.max(...sent.map(({ until }) => until))
  const y = scaleLinear([0, most * 1.05], [height - margin.bottom, margin.top]).nice()
  const step = line<Point>(
    ({ at }) => x(at),
    ({ value }) => y(value),
  )
    .curve(curveStepAfter)
    .digits(1)
  const inView = (points: readonly Point[]): Point[] =>
    within(points, span).map(({ at, value }) => ({ at, value: Math.min(value, most * 1.05) }))
  const marks = thin(sent.filter(({ fate }) => fate === 'arrives'))
  const odd = sent.filter(({ fate }) => fate !== 'arrives').slice(0, 300)
  return html`<figure class="chart"><figcaption>${inText((say) => say.page.curves.sequence)}${legendOf(['sent', 'acknowledged', 'allowed', 'lost', 'again'], inText)}</figcaption>
    ${frame(
      { x, y, unit: 'bytes', span },
      inSvg,
      html`
      <path class="allowed" d=${step(inView(thin(allowed)))} />
      <path class="acknowledged" d=${step(inView(thin(acknowledged)))} />
      <path class="sent" d=${marks.map(({ at, from, until }) => `M${x(at).toFixed(1)} ${y(from).toFixed(1)}V${Math.min(y(from) - 1.5, y(until)).toFixed(1)}`).join('')} />
      ${odd.map(({ at, until, fate }) => (fate === 'is lost' ? html`<path class="lost" d=${cross(x(at), y(until))} />` : html`<path class="again" d=${triangle(x(at), y(until))} />`))}
    `,
    )}
  </figure>`
}

/** Bytes in flight, and where looks showed them the congestion window and its threshold, in segments. */
function drawFlight(
  transfer: Transfer,
  gauges: readonly Gauge[],
  span: Span & { readonly end: End },
  words: Words,
): Child {
  const { inText, inSvg } = words
  const size = Math.max(1, ...transfer.sent.map(({ from, until }) => until - from))
  const flight = transfer.inFlight.map(({ at, value }) => ({ at, value: value / size }))
  const windows = gauges.map(({ at, window = 0 }) => ({ at, value: window }))
  const highest = Math.max(4, ...flight.map(({ value }) => value), ...windows.map(({ value }) => value))
  // Before the first loss it is said to be endless.
  const thresholds = gauges.flatMap(({ at, threshold }) =>
    threshold === undefined || threshold > highest * 4 ? [] : [{ at, value: threshold }],
  )
  const x = scaleLinear([span.from, span.until], [margin.left, width - margin.right])
  const y = scaleLinear([0, highest * 1.1], [height - margin.bottom, margin.top]).nice()
  const step = line<Point>(
    ({ at }) => x(at),
    ({ value }) => y(value),
  )
    .curve(curveStepAfter)
    .digits(1)
  const lost = transfer.sent.filter(({ fate }) => fate === 'is lost').slice(0, 200)
  const names = [
    'inFlight',
    ...(windows.length > 0 ? (['cwnd'] as const) : []),
    ...(thresholds.length > 0 ? (['ssthresh'] as const) : []),
    ...(lost.length > 0 ? (['lost'] as const) : []),
  ] as const
  const carried = (points: readonly Point[]): Point[] => {
    const last = points.at(-1)
    return last ? [...points, { ...last, at: span.until as Point['at'] }] : []
  }
  return html`<figure class="chart"><figcaption>${inText((say) => [...(windows.length > 0 ? [say.page.curves.cwnd] : []), say.page.curves.inFlight].join(', '))}${legendOf(names, inText)}</figcaption>
    ${frame(
      { x, y, unit: 'segments', span },
      inSvg,
      html`
      <path class="inFlight" d=${step(within(thin(flight), span))} />
      <path class="ssthresh" d=${step(within(carried(thresholds), span))} />
      <path class="cwnd" d=${step(within(carried(thin(windows)), span))} />
      ${lost.map(({ at }) => html`<path class="lost" d=${cross(x(at), height - margin.bottom - 8)} />`)}
    `,
    )}
  </figure>`
}

type Scale = ReturnType<typeof scaleLinear<number, number>>

function frame(
  { x, y, unit, span }: { x: Scale; y: Scale; unit: 'bytes' | 'segments'; span: Span },
  inSvg: InAll,
  inside: Child,
): Child {
  return html`<svg viewBox="0 0 ${width} ${height}" data-from=${span.from} data-until=${span.until} data-left=${margin.left} data-right=${width - margin.right}>
    ${y.ticks(5).map((value) => html`<g class="tick"><line x1=${margin.left} x2=${width - margin.right} y1=${y(value)} y2=${y(value)} /><text x=${margin.left - 6} y=${y(value) + 4} text-anchor="end">${value.toLocaleString('en')}</text></g>`)}
    ${x.ticks(6).map((value) => html`<text class="tick" x=${x(value)} y=${height - 10} text-anchor="middle">${(value / 1000).toFixed(span.until - span.from < 500 ? 2 : 1)} s</text>`)}
    <text class="unit" x=${margin.left + 4} y=${margin.top + 4}>${inSvg((say) => say.page.axes[unit])}</text>
    ${inside}
    <line class="chart-cursor" x1=${width} x2=${width} y1=${margin.top} y2=${height - margin.bottom} />
  </svg>`
}

type CurveName = 'sent' | 'acknowledged' | 'allowed' | 'lost' | 'again' | 'cwnd' | 'ssthresh' | 'inFlight'

const legendOf = (names: readonly CurveName[], inText: InAll): Child =>
  html`<span class="legend">${names.map((name) => html`<span class="key ${name}">${inText((say) => say.page.curves[name])}</span>`)}</span>`

const within = (points: readonly Point[], { from, until }: Span): Point[] => {
  const before = points.findLast(({ at }) => at < from)
  return [
    ...(before ? [{ ...before, at: from as Point['at'] }] : []),
    ...points.filter(({ at }) => at >= from && at <= until),
  ]
}

/** As many of a long curve as can be told apart. */
function thin<Item>(points: readonly Item[]): readonly Item[] {
  const every = Math.ceil(points.length / mostPoints)
  return every <= 1 ? points : points.filter((_, index) => index % every === 0 || index === points.length - 1)
}

const cross = (x: number, y: number): string =>
  `M${x - 4} ${y - 4}L${x + 4} ${y + 4}M${x - 4} ${y + 4}L${x + 4} ${y - 4}`
const triangle = (x: number, y: number): string => `M${x} ${y - 5}L${x + 5} ${y + 4}H${x - 5}Z`
