import type { Evidence, FaultFact } from '../../evidence.ts'
import { duration, type Milliseconds, moment, ms, withoutHints, writeSegment } from '../../tcp.ts'
import { oneLine } from '../printable.ts'
import { type Axis, foldedAxis, foldedFrom, type Mark, placeAt } from './axis.ts'
import { columns, headOf, lineOf, round, type Way, writeWay } from './geometry.ts'
import { type Child, html, type InAll, type InOne } from './html.ts'
import type { DrawnDeed, DrawnFault, DrawnFrame, DrawnSegment, DrawnState, Picture } from './picture.ts'

/** The ladder as it is drawn where nothing replays it: folded. */
export interface LadderDrawing {
  readonly axis: Axis
  readonly height: number
  readonly svg: Child
}

/** What stands in the ladder at a failed claim: its number in the list of claims, and when it was seen. */
export interface Flag {
  readonly claim: string
  readonly at: Milliseconds
}

const { width, client, router, server } = columns
const bottom = 30

export function drawLadder(
  evidence: Evidence,
  picture: Picture,
  flags: readonly Flag[],
  { inText, inTitle }: { readonly inText: InAll; readonly inTitle: InOne },
): LadderDrawing {
  const axis = foldedAxis(marksOf(evidence, picture))
  const place = (time: number): number => placeAt(axis, time)
  const height = round(place(picture.end) + bottom)
  const many = picture.connections.length > 1
  const draw = { place, inText, inTitle, many }
  const svg = html`<svg id="ladder" viewBox="0 0 ${width} ${height}" width=${width} height=${height} role="group" aria-label=${inTitle((say) => say.page.ladderFor(picture.segments.length))}>
    <g class="ends">
      ${placesOf(evidence).map(
        (name) =>
          html`<text class="end" x=${columns[name]} y="14" text-anchor="middle">${inText((say) => say.page.ends[name])}</text>
          <line class=${`life ${name}`} data-span="1" x1=${columns[name]} x2=${columns[name]} y1="20" y2=${height - bottom + 12} />`,
      )}
    </g>
    <g class="faults">${picture.faults.map((fault) => drawSpan(fault, draw))}</g>
    <g class="folds">${foldsOf(axis).map(([from, until]) => drawFold(from, until, place))}</g>
    <g class="states">${picture.states.map((state) => drawState(state, draw))}</g>
    <g class="deeds">${picture.deeds.map((deed) => drawDeed(deed, draw))}</g>
    <g class="frames">${picture.frames.map((frame) => drawFrame(frame, draw))}</g>
    <g class="segments">${picture.segments.map((segment) => drawSegment(evidence, segment, draw))}</g>
    <g class="faults">${picture.faults.map((fault) => drawFault(fault, draw))}</g>
    <g class="left">${picture.left.map(
      ({ at, count }) =>
        html`<text data-t=${at} data-dy="12" x=${router} y=${round(place(at) + 12)} text-anchor="middle">${inText((say) => say.page.segmentsLeft(count))}</text>`,
    )}</g>
    <g class="times">${timesOf(picture).map((at) => html`<text class="time" data-t=${at} data-dy="4" x=${columns.time} y=${round(place(at) + 4)} text-anchor="end">${moment(at)}</text>`)}</g>
    <g class="flags">${flags.map(({ claim, at }) => html`<text data-t=${at} data-dy="5" data-claim=${claim} x=${width - 12} y=${round(place(at) + 5)} text-anchor="end">✘</text>`)}</g>
    <rect id="future" x="0" y=${height} width=${width} height="0" />
    <line id="cursor" x1="0" x2=${width} y1=${height} y2=${height} />
  </svg>`
  return { axis, height, svg }
}

/** On loopback there is no router. */
const placesOf = ({ setting }: Evidence) =>
  setting.loopback ? (['client', 'server'] as const) : (['client', 'router', 'server'] as const)

interface Draw {
  readonly place: (time: number) => number
  readonly inText: InAll
  readonly inTitle: InOne
  readonly many: boolean
}

/** What needs room below what else stands in its column. */
function marksOf({ setting }: Evidence, picture: Picture): Mark[] {
  const segments = picture.segments.flatMap(({ id, transit }): Mark[] => {
    const { sent, arrived, speaker } = transit
    const listener = speaker === 'client' ? 'server' : 'client'
    const begins: Mark[] = [
      { at: sent.at, column: speaker, room: 22 },
      { at: sent.at, column: id },
    ]
    const way = wayOf(transit, setting.loopback)
    const last = way.at(-1)?.[0] ?? sent.at
    // Down by so much, that the line is seen to slope; held ones by more.
    const ends: Mark[] = [{ at: last === sent.at ? sent.at + 0.001 : last, column: id, room: arrived ? 14 : 8 }]
    return [...begins, ...ends, ...(arrived ? [{ at: last, column: listener, room: 6 }] : [])]
  })
  const left = picture.left.flatMap(({ at }): Mark[] =>
    [0, 1].map((index) => ({ at: at + index * 0.0005, column: 'left', room: 22 })),
  )
  const rest: Mark[] = [
    ...picture.states.map(({ at, end }): Mark => ({ at, column: `lane ${end}`, room: 15 })),
    ...picture.deeds.map(({ fact }): Mark => ({ at: fact.at, column: fact.host, room: 16 })),
    // A frame's text is wide: beside it neither end says anything.
    ...picture.frames.flatMap(({ fact }) =>
      ['client', 'router', 'server'].map((column): Mark => ({ at: fact.at, column, room: 17 })),
    ),
    ...picture.faults.map(({ fact }): Mark => ({ at: fact.at, column: 'router', room: 15 })),
    { at: picture.end, column: 'end', room: 20 },
  ]
  return [...segments, ...left, ...rest]
}

/** Through the router, where it was seen there; on loopback straight from end to end. */
function wayOf({ taps, speaker, sent, arrived }: DrawnSegment['transit'], loopback: boolean): Way {
  const [from, to] = speaker === 'client' ? [client, server] : [server, client]
  const atRouter = taps.filter(({ host }) => host === 'router').map(({ at }): readonly [number, number] => [at, router])
  const begins = sent.host === 'router' ? [] : [[sent.at, from] as const]
  const way = loopback
    ? [[sent.at, from] as const, [(arrived?.at ?? sent.at) + 0.001, to] as const]
    : [...begins, ...atRouter, ...(arrived ? [[arrived.at, to] as const] : [])]
  return way.length > 1 ? way : [...way, [sent.at + 0.001, (from + router) / 2] as const]
}

function drawSegment({ setting }: Evidence, { id, transit, fate, time }: DrawnSegment, draw: Draw): Child {
  const { place, inText, inTitle, many } = draw
  const { speaker, relative, sent, isCopy, connection } = transit
  const way = wayOf(transit, setting.loopback)
  const isClients = speaker === 'client'
  const label = `${many ? `#${connection.number} ` : ''}${writeSegment(relative)}`
  const [lastAt, lastX] = way.at(-1) ?? [sent.at, router]
  const classes = [
    'segment',
    kindOf(relative),
    fate.replaceAll(' ', '-'),
    ...(isCopy ? ['copy'] : []),
    ...(time === undefined ? [] : ['again']),
  ]
  const begun = way[0]?.[1] ?? client
  return html`<g id=${id} class=${classes.join(' ')} data-t=${sent.at} data-way=${writeWay(way)} tabindex="-1" role="button" aria-label=${inTitle((say) => `${moment(sent.at)} ${say.page.ends[speaker]} ${label}, ${say.page.became[fate]}`)}>
    <path class="hit" d=${lineOf(way, place)} />
    <path class="line" d=${lineOf(way, place)} />
    ${fate === 'arrives' ? html`<path class="head" d=${headOf(way, place)} />` : html`<text class="fate" data-t=${lastAt} data-dy="4" x=${lastX} y=${round(place(lastAt) + 4)} text-anchor="middle">${fate === 'is lost' ? '✘' : '▮'}</text>`}
    <text class="label" data-t=${sent.at} data-dy="-4" x=${begun + (isClients ? 10 : -10)} y=${round(place(sent.at) - 4)} text-anchor=${isClients ? 'start' : 'end'}>${label}${
      time === undefined ? '' : html`<tspan class="times">${' '}${inText((say) => say.page.again(time))}</tspan>`
    }</text>
  </g>`
}

/** By what a segment is seen to be: the first of SYN, FIN and RST that it has, its data, or nothing but an ACK. */
export function kindOf({
  flags,
  length,
}: {
  readonly flags: Parameters<typeof withoutHints>[0]
  readonly length: number
}): string {
  const letters = withoutHints(flags)
  if (letters.includes('R')) return 'rst'
  if (letters.includes('S')) return 'syn'
  if (letters.includes('F')) return 'fin'
  return length > 0 ? 'data' : 'ack'
}

function drawState({ id, end, state, at, until, connection }: DrawnState, { place, inTitle, many }: Draw): Child {
  const lane = laneOf(connection)
  const beside = 14 + 7 * (many ? 3 : 1)
  const isClients = end === 'client'
  const x = isClients ? client - 9 - 7 * lane : server + 3 + 7 * lane
  const text = many && connection !== undefined ? `${connection}: ${state}` : state
  return html`<g id=${id} class=${`state ${end} is-${state}`} data-t=${at} data-until=${until}>
    <title>${inTitle((say) => `${moment(at)}: ${say.page.stateLane(end, state, many ? connection : undefined)}, ${duration(ms(until - at))}`)}</title>
    ${state === 'CLOSED' ? '' : html`<rect x=${x} y=${round(place(at))} width="6" height=${round(Math.max(1, place(until) - place(at)))} />`}
    <text data-t=${at} data-dy="10" x=${isClients ? client - beside : server + beside} y=${round(place(at) + 10)} text-anchor=${isClients ? 'end' : 'start'}>${text}</text>
  </g>`
}

/** The listener's lane is the outermost; so many connections have lanes of their own. */
const laneOf = (connection: number | undefined): number =>
  connection === undefined ? 1 : (connection - 1) % 3 === 0 ? 0 : ((connection - 1) % 3) + 1

function drawDeed({ id, fact }: DrawnDeed, { place, inText, inTitle }: Draw): Child {
  const isClients = fact.host === 'client'
  const most = 34
  return html`<g id=${id} class="deed" data-t=${fact.at}>
    <title>${inTitle((say) => oneLine(say.reports.program(fact.host, say.deed(fact))))}</title>
    <text data-t=${fact.at} data-dy="4" x=${isClients ? client + 10 : server - 10} y=${round(place(fact.at) + 4)} text-anchor=${isClients ? 'start' : 'end'}>${inText((say) => cut(oneLine(say.deed(fact)), most))}</text>
  </g>`
}

/** A line from its link's end on, for it goes no farther. */
function drawFrame({ id, fact, text }: DrawnFrame, { place }: Draw): Child {
  const isClients = fact.host === 'client'
  const most = 74
  return html`<g id=${id} class="frame" data-t=${fact.at}><title>${moment(fact.at)}: ${text}</title>
    <text data-t=${fact.at} data-dy="4" x=${isClients ? client + 10 : server - 10} y=${round(place(fact.at) + 4)} text-anchor=${isClients ? 'start' : 'end'}>◆ ${cut(text, most)}</text></g>`
}

const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text)

/** For as long as it held. */
const drawSpan = ({ fact, until }: DrawnFault, { place }: Draw): Child =>
  until === undefined
    ? undefined
    : html`<g class="fault" data-t=${fact.at} data-until=${until}><rect x=${router - 3} y=${round(place(fact.at))} width="6" height=${round(Math.max(1, place(until) - place(fact.at)))} /></g>`

function drawFault({ id, fact }: DrawnFault, { place, inText, inTitle }: Draw): Child {
  const says = (tell: { fault(fault: FaultFact): string }): string => `⚑ ${tell.fault(fact)}`
  return html`<g id=${id} class="fault" data-t=${fact.at}>
    <title>${inTitle((say) => `${moment(fact.at)}: ${says(say)}`)}</title>
    <text data-t=${fact.at} data-dy="4" x=${router} y=${round(place(fact.at) + 4)} text-anchor="middle">${inText(says)}</text>
  </g>`
}

/** Stretches in which nothing happened, and which are folded. */
const foldsOf = (axis: Axis): Array<readonly [number, number]> =>
  axis.flatMap(([from], index) => {
    const until = axis[index + 1]?.[0] ?? from
    return until - from >= foldedFrom ? [[from, until] as const] : []
  })

const drawFold = (from: number, until: number, place: (time: number) => number): Child => {
  const y = round((place(from) + place(until)) / 2)
  return html`<g class="fold"><path d="M${client} ${y}H${server}" /><text x=${router} y=${y + 4} text-anchor="middle">${duration(ms(until - from))}</text></g>`
}

/** Each moment at which something is written, save where one stands already a moment before. */
function timesOf({ segments, states, frames, end }: Picture): Milliseconds[] {
  const all = [
    ...segments.map(({ transit }) => transit.sent.at),
    ...states.map(({ at }) => at),
    ...frames.map(({ fact }) => fact.at),
    end,
  ].sort((a, b) => a - b)
  let last = Number.NEGATIVE_INFINITY
  return all.filter((at) => {
    if (at - last < 0.05) return false
    last = at
    return true
  })
}
