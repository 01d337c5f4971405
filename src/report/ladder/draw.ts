import type { Evidence } from '../../evidence.ts'
import { duration, type Milliseconds, moment, ms } from '../../tcp.ts'
import type { Speaker } from '../../words.ts'
import { type Paint, paint, type Tone, tones } from '../style.ts'
import { cut, padEnd, padStart, widthOf } from '../width.ts'
import { wrapped } from '../wrapped.ts'
import { arrow } from './arrow.ts'
import type { Middle, Row } from './rows.ts'

export interface DrawOptions {
  /** Columns: below 80 states stand on lines of their own, and below 40 nothing fits. */
  readonly width: number
  readonly colors: boolean
  readonly say: Speaker
  /** Everything, where otherwise long stretches of what is alike are folded, and long lines of programs cut. */
  readonly whole?: boolean
}

/** A line of the ladder, and the moment of the run at which it came. */
export interface TimedLine {
  readonly at: Milliseconds
  readonly line: string
}

const timeWidth = 12
const laneWidth = 12
/** A stretch of time is told from here on, in ms. */
const longPause = 100
const hasLanes = ({ width }: DrawOptions): boolean => width >= 80
const middleWidth = (options: DrawOptions): number =>
  hasLanes(options) ? options.width - timeWidth - 2 * laneWidth - 3 : Math.max(40, options.width) - timeWidth - 3

export function heading({ setting }: Evidence, options: DrawOptions): string[] {
  const { say, width } = options
  const { client, server } = say.reports.ends
  const middle = middleWidth(options)
  const lanes = hasLanes(options)
    ? `${padEnd(client, laneWidth)} ${' '.repeat(middle)} ${server}`
    : `${padEnd(client, middle + 2 - widthOf(server))}${server}`
  return [
    ...wrapped([say.reports.heading(setting)], Math.max(40, width), { hard: true }).split('\n'),
    `${' '.repeat(timeWidth)} ${lanes}`,
  ]
}

/** Draws the rows; a stretch in which nothing happened becomes a line that says how long it was. */
export function drawRows(rows: readonly Row[], options: DrawOptions): TimedLine[] {
  const paints = paint(options.colors)
  return rows.flatMap((row, index) => {
    const gap = row.at - endOf(rows[index - 1] ?? row)
    const quiet = gap >= longPause ? [drawQuiet(ms(gap), options, paints)] : []
    return [...quiet, ...drawRow(row, options, paints)].map((line) => ({ at: row.at, line: line.trimEnd() }))
  })
}

const endOf = ({ at, middle }: Row): Milliseconds => (middle?.kind === 'folded' ? middle.until : at)

/** What stands between the lanes, line by line, with what is left for the lane of who sends it. */
interface Drawn {
  readonly lines: readonly string[]
  readonly tone: Tone
  readonly beside?: { readonly end: 'client' | 'server'; readonly text: string }
}

function drawRow(row: Row, options: DrawOptions, paints: Paint): string[] {
  const drawn = row.middle ? drawMiddle(row.middle, options) : { lines: [''], tone: 'plain' as const }
  return hasLanes(options) ? inLanes(row, drawn, options, paints) : inLines(row, drawn, options, paints)
}

function inLanes(row: Row, { lines, tone, beside }: Drawn, options: DrawOptions, paints: Paint): string[] {
  const color = tones(paints)[tone]
  const room = beside && row[beside.end] === '' && widthOf(beside.text) <= laneWidth - 2 ? beside : undefined
  const lane = (end: 'client' | 'server'): string => {
    // The last of a line needs no spaces behind it.
    const filled = (text: string, columns: number): string => (end === 'client' ? padEnd(text, columns) : text)
    if (room?.end === end) return `│ ${color(filled(room.text, laneWidth - 2))}`
    return paints.bold(filled(row[end] || '│', laneWidth))
  }
  const below = [...lines.slice(1), ...(beside && !room ? [` ${beside.text}`] : [])]
  const middle = (text: string): string => color(padEnd(text, middleWidth(options)))
  return [
    `${paints.dim(moment(row.at).padStart(timeWidth))} ${lane('client')} ${middle(lines[0] ?? '')} ${lane('server')}`,
    ...below.map((text) => `${' '.repeat(timeWidth)} ${padEnd('│', laneWidth)} ${middle(text)} │`),
  ]
}

/** Where there is no room for lanes: a state stands in words below what it follows from, at the side of its end. */
function inLines(row: Row, { lines, tone, beside }: Drawn, options: DrawOptions, paints: Paint): string[] {
  const width = middleWidth(options)
  const color = tones(paints)[tone]
  const { ends } = options.say.reports
  const texts = row.middle
    ? [...lines, ...(beside ? [` ${beside.text}`] : [])].map((text) => color(padEnd(text, width)))
    : []
  const states = [
    ...(row.client === '' ? [] : [padEnd(`${ends.client} ${row.client}`, width)]),
    ...(row.server === '' ? [] : [padStart(`${ends.server} ${row.server}`, width)]),
  ].map((text) => paints.bold(text))
  return [...texts, ...states].map((text, index) => {
    const time = paints.dim((index === 0 ? moment(row.at) : '').padStart(timeWidth))
    return `${time} │${text}│`
  })
}

function drawMiddle(middle: Middle, options: DrawOptions): Drawn {
  const width = middleWidth(options)
  const { say } = options
  switch (middle.kind) {
    case 'segment': {
      const { lines, left } = arrow(middle, { width, say })
      const tone = middle.fate === 'is lost' ? 'fault' : middle.time === undefined ? toneOf[middle.sort] : 'again'
      return { lines, tone, ...(left === undefined ? {} : { beside: { end: middle.from, text: left } }) }
    }
    case 'folded':
      return { lines: inFull(foldedText(middle, say), width), tone: middle.lost > 0 ? 'fault' : 'dim' }
    case 'fault':
      return { lines: inFull(middle.text, width), tone: 'fault' }
    case 'note':
      return {
        lines: options.whole || !hasLanes(options) ? inFull(middle.text, width) : [cut(` ${middle.text}`, width)],
        tone: 'dim',
      }
  }
}

const toneOf = { SYN: 'SYN', FIN: 'FIN', RST: 'RST', data: 'data', acknowledgment: 'plain' } as const

function foldedText(middle: Extract<Middle, { kind: 'folded' }>, { reports }: Speaker): string {
  const { segments: count, notes = 0, lost, at, until } = middle
  if (count === undefined) return reports.moreAlike(notes)
  const within = ms(until - at)
  return reports.moreSegments({ count, lost, ...(within < longPause ? {} : { within }) })
}

/** On as many lines as it takes; those after the first stand a little to the right. */
const inFull = (text: string, width: number): string[] =>
  wrapped([text], width - 3, { hard: true })
    .split('\n')
    .map((line, index) => `${index === 0 ? ' ' : '   '}${line}`)

function drawQuiet(gap: Milliseconds, options: DrawOptions, paints: Paint): string {
  const text = ` ${duration(gap)} `
  const width = middleWidth(options)
  const middle = padEnd(`${'·'.repeat(Math.max(0, Math.floor((width - text.length) / 2)))}${text}`, width, '·')
  const time = ' '.repeat(timeWidth)
  return hasLanes(options)
    ? `${time} ${'┊'.padEnd(laneWidth)} ${paints.dim(middle)} ┊`
    : `${time} ┊${paints.dim(middle)}┊`
}
