/** The ladder's columns, in pixels of its own; known in the browser too, which draws it anew on another scale. */
export const columns = { width: 932, time: 78, client: 218, router: 472, server: 726 } as const

/** A segment's way: through which column, when. */
export type Way = ReadonlyArray<readonly [time: number, column: number]>

/** The way as one number after the other, in an attribute. */
export const writeWay = (way: Way): string => way.map((point) => point.join(' ')).join(' ')

export function readWay(text: string): Way {
  const numbers = text.split(' ').map(Number)
  return Array.from({ length: numbers.length / 2 }, (_, index) => [
    numbers[2 * index] ?? 0,
    numbers[2 * index + 1] ?? 0,
  ])
}

/** The line of the way, as a path. */
export const lineOf = (way: Way, place: (time: number) => number): string =>
  way.map(([time, column], index) => `${index === 0 ? 'M' : 'L'}${column} ${round(place(time))}`).join('')

/** The head at the end of the way, as a path. */
export function headOf(way: Way, place: (time: number) => number): string {
  const [before, last] = way.slice(-2)
  if (!before || !last) return ''
  const [x, y] = [last[1], place(last[0])]
  const angle = Math.atan2(y - place(before[0]), x - before[1])
  const corner = (turn: number): string =>
    `${round(x - 10 * Math.cos(angle + turn))} ${round(y - 10 * Math.sin(angle + turn))}`
  return `M${x} ${round(y)}L${corner(0.4)}L${corner(-0.4)}Z`
}

export const round = (number: number): number => Math.round(number * 10) / 10
