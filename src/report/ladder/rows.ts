import type { Evidence } from '../../evidence.ts'
import { duration, type Milliseconds, moment, ms } from '../../tcp.ts'
import { english } from '../../words/en.ts'
import { type Paint, paint } from '../style.ts'
import type { LadderEvent } from './events.ts'

interface Options {
  readonly width: number
  readonly colors: boolean
  readonly whole?: boolean
}

const timeWidth = 12
const laneWidth = 12
const middleWidth = ({ width }: Options): number => Math.max(40, width) - timeWidth - 2 * laneWidth - 3

/** A row before it is painted: what stands in the lanes, and what between them. */
interface Row {
  readonly at: Milliseconds
  client: string
  server: string
  middle: string
  readonly tone: 'plain' | 'fault' | 'dim'
  readonly isSegment?: true
}

export function heading({ setting }: Evidence, options: Options): string[] {
  return [
    english.reports.heading(setting).slice(0, options.width),
    `${' '.repeat(timeWidth)} ${'client'.padEnd(laneWidth)} ${' '.repeat(middleWidth(options))} server`,
  ]
}

/** Draws the events; a stretch in which nothing happened becomes one row that says how long it was. */
export function drawRows(events: readonly LadderEvent[], options: Options): string[] {
  const rows: Row[] = []
  for (const [index, event] of events.entries()) {
    const last = rows.at(-1)
    if (event.kind === 'state' && last && joins(event, last) && !comesBefore(event, last, events.slice(index + 1))) {
      last[event.end] = event.state
      continue
    }
    const row = rowFor(event, middleWidth(options))
    // connect() and close() enter their state a moment before their segment leaves: one row tells both.
    if (event.kind === 'segment' && last && isStateOnly(last) && row.at - last.at < 1) rows.pop()
    rows.push(
      event.kind === 'segment' && last && !rows.includes(last)
        ? { ...row, client: last.client, server: last.server }
        : row,
    )
  }
  const paints = paint(options.colors)
  const shown = options.whole ? rows : shortened(rows, options)
  return shown.flatMap((row, index) => {
    const gap = row.at - (shown[index - 1]?.at ?? row.at)
    const quiet = gap >= 100 ? [drawQuiet(ms(gap), options, paints)] : []
    return [...quiet, draw(row, options, paints)]
  })
}

/** So many rows of nothing but segments are shown where a longer stretch begins, and where it ends. */
const shownOfLong = 8

/** A transfer is a thousand rows that are all alike: of each stretch without a state, a fault or a deed only its two ends are shown. */
function shortened(rows: readonly Row[], options: Options): Row[] {
  const short: Row[] = []
  let stretch: Row[] = []
  const flush = (): void => {
    const hidden = stretch.length - 2 * shownOfLong
    if (hidden < 3) short.push(...stretch)
    else {
      const at = stretch[shownOfLong]?.at ?? (0 as Milliseconds)
      const note = ` ${english.reports.moreSegments(hidden)}`.slice(0, middleWidth(options))
      const between: Row = { at, client: '', server: '', middle: note, tone: 'dim' }
      short.push(...stretch.slice(0, shownOfLong), between, ...stretch.slice(-shownOfLong))
    }
    stretch = []
  }
  for (const row of rows) {
    if (row.isSegment && row.client === '' && row.server === '') stretch.push(row)
    else {
      flush()
      short.push(row)
    }
  }
  flush()
  return short
}

/** A state that follows from the segment of the row before stands beside it. */
const joins = (event: Extract<LadderEvent, { kind: 'state' }>, row: Row): boolean =>
  event.at - row.at < 1 && row.tone === 'plain' && row[event.end] === ''

/** The state that a segment is sent in is entered a moment before that leaves, and stands beside that one if it is nearer. */
function comesBefore(event: Extract<LadderEvent, { kind: 'state' }>, row: Row, later: readonly LadderEvent[]): boolean {
  const own = later.find((each) => each.kind === 'segment' && each.from === event.end)
  return own !== undefined && own.at - event.at < event.at - row.at
}

const isStateOnly = ({ middle }: Row): boolean => middle === ''

function rowFor(event: LadderEvent, width: number): Row {
  const empty = { at: event.at, client: '', server: '', middle: '' }
  if (event.kind === 'state') return { ...empty, [event.end]: event.state, tone: 'plain' }
  if (event.kind === 'segment') {
    const tone = event.fate === 'is lost' ? 'fault' : 'plain'
    return { ...empty, isSegment: true, middle: arrow(event, width), tone: tone === 'fault' ? 'fault' : 'plain' }
  }
  return { ...empty, middle: ` ${event.text}`.slice(0, width), tone: event.kind === 'fault' ? 'fault' : 'dim' }
}

/** Half an arrow to the router for what is lost or held there, the other half for what leaves it later. */
function arrow({ from, text, fate }: Extract<LadderEvent, { kind: 'segment' }>, width: number): string {
  const label = ` ${text} `
  const { held, lost, released } = english.reports.fates
  const marks = {
    arrives: ['', '▶'],
    'is held': ['', `▮ ${held}`],
    'is lost': ['', `✘ ${lost}`],
    'is released': [`${released} ▮`, '▶'],
  } as const
  const mirrored = {
    arrives: ['◀', ''],
    'is held': [`${held} ▮`, ''],
    'is lost': [`${lost} ✘`, ''],
    'is released': ['◀', `▮ ${released}`],
  } as const
  const [left, right] = from === 'client' ? marks[fate] : mirrored[fate]
  const line = Math.max(0, width - label.length - left.length - right.length)
  const before = '─'.repeat(Math.min(2, line))
  const after = '─'.repeat(Math.max(0, line - 2))
  return from === 'client' ? `${left}${before}${label}${after}${right}` : `${left}${after}${label}${before}${right}`
}

function draw(row: Row, options: Options, paints: Paint): string {
  const tones = { plain: (text: string) => text, fault: paints.red, dim: paints.dim } as const
  const time = moment(row.at).padStart(timeWidth)
  const client = paints.bold((row.client || '│').padEnd(laneWidth))
  const middle = tones[row.tone](row.middle.padEnd(middleWidth(options)))
  return `${paints.dim(time)} ${client} ${middle} ${paints.bold(row.server || '│')}`.trimEnd()
}

function drawQuiet(gap: Milliseconds, options: Options, paints: Paint): string {
  const text = ` ${duration(gap)} `
  const width = middleWidth(options)
  const left = '·'.repeat(Math.max(0, Math.floor((width - text.length) / 2)))
  const middle = `${left}${text}`.padEnd(width, '·')
  return `${' '.repeat(timeWidth)} ${'┊'.padEnd(laneWidth)} ${paints.dim(middle)} ┊`
}
