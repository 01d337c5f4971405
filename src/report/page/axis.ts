/**
 * Where a moment stands on the page: pixels from its top, linear between these points. Known to the page when it is written and
 * in the browser, so that it knows nothing else.
 */
export type Axis = ReadonlyArray<readonly [time: number, place: number]>

/** Something that needs room: below the one before it in the same column so many pixels. */
export interface Mark {
  readonly at: number
  readonly column?: string
  readonly room?: number
}

/** Above the first moment. */
const top = 34
/** From this on a stretch in which nothing happened is folded, to so many pixels. Milliseconds. */
export const foldedFrom = 100
const foldHeight = 40

/** Moments in their order and with room for what is written beside them; long stretches of nothing are folded. */
export function foldedAxis(marks: readonly Mark[]): Axis {
  const columns = new Map<string, number>()
  const moments = [...Map.groupBy(marks, ({ at }) => at)].sort(([a], [b]) => a - b)
  let [last, place] = [moments[0]?.[0] ?? 0, top]
  return moments.map(([at, here]) => {
    const room = here.map(({ column, room = 0 }) => (column === undefined ? 0 : (columns.get(column) ?? 0) + room))
    place = Math.max(place + stretch(at - last), ...room)
    for (const { column } of here) if (column !== undefined) columns.set(column, place)
    last = at
    return [at, place] as const
  })
}

/** Longer stretches are longer, as their logarithm is. */
function stretch(time: number): number {
  if (time <= 0) return 0
  return time >= foldedFrom ? foldHeight : 2 + 5 * Math.log10(1 + 20 * time)
}

/** A true scale: so many pixels a millisecond. */
export const trueAxis = (from: number, until: number, scale: number): Axis => [
  [from, top],
  [Math.max(until, from + 1), top + Math.max(until - from, 1) * scale],
]

/** Where a moment is; before the first one and after the last, where these are. */
export const placeAt = (axis: Axis, time: number): number => between(axis, time, 0, 1)

/** The moment that is at a place. */
export const timeAt = (axis: Axis, place: number): number => between(axis, place, 1, 0)

function between(axis: Axis, value: number, known: 0 | 1, wanted: 0 | 1): number {
  let [low, high] = [0, axis.length - 1]
  const [first, last] = [axis[low], axis[high]]
  if (!first || !last) return 0
  if (value <= first[known]) return first[wanted]
  if (value >= last[known]) return last[wanted]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((axis[middle]?.[known] ?? 0) <= value) low = middle
    else high = middle
  }
  const [before, after] = [axis[low], axis[high]]
  if (!before || !after || after[known] === before[known]) return before?.[wanted] ?? 0
  const share = (value - before[known]) / (after[known] - before[known])
  return before[wanted] + share * (after[wanted] - before[wanted])
}
