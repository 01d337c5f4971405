import { type Milliseconds, ms } from '../../tcp.ts'
import type { LadderEvent } from './events.ts'

/** What stands between the lanes of a row. */
export type Middle = Exclude<LadderEvent, { kind: 'state' }> | Folded

/** In the place of rows that are not shown. */
export interface Folded {
  readonly kind: 'folded'
  readonly at: Milliseconds
  /** When the last of them was. */
  readonly until: Milliseconds
  /** How many segments they tell of, or how many notes there are like those before. */
  readonly segments?: number
  /** How many of these segments were lost. */
  readonly lost: number
  readonly notes?: number
}

/** A row of the ladder before it is drawn: the states entered at its moment, and what stands between the lanes. */
export interface Row {
  readonly at: Milliseconds
  client: string
  server: string
  readonly middle?: Middle
}

type StateEvent = Extract<LadderEvent, { kind: 'state' }>

/** The rows of these events, in the order of time: a state stands beside what it follows from. */
export function rowsOf(events: readonly LadderEvent[]): Row[] {
  const rows: Row[] = []
  for (const [index, event] of events.entries()) {
    const last = rows.at(-1)
    if (event.kind === 'state') {
      if (last && joins(event, last) && !comesBefore(event, last, events.slice(index + 1)))
        last[event.end] = event.state
      else rows.push({ at: event.at, client: '', server: '', [event.end]: event.state })
      continue
    }
    // connect() and close() enter their state a moment before their segment leaves: one row tells both.
    const isOne = event.kind === 'segment' && last !== undefined && !last.middle && event.at - last.at < 1
    if (isOne) rows.pop()
    rows.push({ at: event.at, client: isOne ? last.client : '', server: isOne ? last.server : '', middle: event })
  }
  return rows
}

/** A state that follows from the segment of the row before stands beside it. */
const joins = (event: StateEvent, { at, middle, ...lanes }: Row): boolean =>
  event.at - at < 1 && lanes[event.end] === '' && (middle === undefined || isOnItsWay(middle))

const isOnItsWay = (middle: Middle): boolean => middle.kind === 'segment' && middle.fate !== 'is lost'

/** The state that a segment is sent in is entered a moment before that leaves, and stands beside that one if it is nearer. */
function comesBefore(event: StateEvent, row: Row, later: readonly LadderEvent[]): boolean {
  const own = later.find((each) => each.kind === 'segment' && each.from === event.end)
  return own !== undefined && own.at - event.at < event.at - row.at
}

/** So many rows that are alike are shown where a longer stretch begins, and where it ends. */
const shownOfLong = 8
/** Fewer rows than this are shown rather than counted. */
const foldedLeast = 3

/**
 * A transfer is a thousand rows that are all alike, and many a link asks the same thing over and over: of each stretch
 * of such rows only its two ends are shown, and between them what the story turns on.
 */
export function foldedRows(rows: readonly Row[]): Row[] {
  const stretches: Row[][] = []
  for (const row of rows) {
    const last = stretches.at(-1)
    const kind = kindOf(row)
    if (last && kind !== undefined && kindOf(last[0] as Row) === kind) last.push(row)
    else stretches.push([row])
  }
  return stretches.flatMap((stretch) => {
    const last = stretch.length - shownOfLong
    if (last < shownOfLong + foldedLeast) return stretch
    const turns = toldOf(stretch.filter(isTurn))
    return withGaps(stretch, (row, index) => index < shownOfLong || index >= last || turns.has(row))
  })
}

/** Each loss has its row, but where a whole window is lost; of so many only the first and the last are shown, and the others counted. */
const mostLosses = 40
const shownOfLosses = 16

function toldOf(turns: readonly Row[]): ReadonlySet<Row> {
  const losses = turns.filter(isLoss)
  if (losses.length <= mostLosses) return new Set(turns)
  const shown = [...losses.slice(0, shownOfLosses), ...losses.slice(-shownOfLosses)]
  return new Set([...turns.filter((row) => !isLoss(row)), ...shown])
}

const isLoss = ({ middle }: Row): boolean => middle?.kind === 'segment' && middle.fate === 'is lost'
const isTurn = ({ middle }: Row): boolean => middle?.kind === 'segment' && middle.matters

/** Rows of one kind may be folded together; a state, a fault and what is said but once stand for themselves. */
function kindOf({ client, server, middle }: Row): string | undefined {
  if (client !== '' || server !== '' || !middle) return undefined
  if (middle.kind === 'segment') return 'segment'
  return middle.kind === 'note' ? middle.text.replace(/[\da-f]*\d[\da-f]*/g, '#') : undefined
}

/** The rows that are shown, and one in the place of each gap between them. */
function withGaps(rows: readonly Row[], isShown: (row: Row, index: number) => boolean): Row[] {
  const shown: Row[] = []
  let gap: Row[] = []
  const close = (): void => {
    shown.push(...(gap.length < foldedLeast ? gap : [foldedInto(gap)]))
    gap = []
  }
  for (const [index, row] of rows.entries()) {
    if (!isShown(row, index)) gap.push(row)
    else {
      close()
      shown.push(row)
    }
  }
  close()
  return shown
}

function foldedInto(rows: readonly Row[]): Row {
  const [at, until] = [rows[0]?.at ?? ms(0), rows.at(-1)?.at ?? ms(0)]
  // A segment that was kept on its way has two rows.
  const numbers = new Set(rows.flatMap(({ middle }) => (middle?.kind === 'segment' ? [middle.number] : [])))
  const what = numbers.size > 0 ? { segments: numbers.size } : { notes: rows.length }
  return {
    at,
    client: '',
    server: '',
    middle: { kind: 'folded', at, until, ...what, lost: rows.filter(isLoss).length },
  }
}
