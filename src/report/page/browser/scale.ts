import { type Axis, placeAt, trueAxis } from '../axis.ts'
import { columns, headOf, lineOf, readWay, round } from '../geometry.ts'
import { all, byId } from './dom.ts'

/** The time's scale on the ladder, and the ladder drawn on it. */
export interface Scale {
  readonly axis: Axis
  readonly height: number
}

const below = 30

/** The scale that the page was written with: folded. */
export const foldedScale = (axis: Axis): Scale => ({ axis, height: round((axis.at(-1)?.[1] ?? 0) + below) })

/** A true one, of so many pixels a millisecond. */
export function trueScale(folded: Axis, pixels: number): Scale {
  const axis = trueAxis(folded[0]?.[0] ?? 0, folded.at(-1)?.[0] ?? 1, pixels)
  return { axis, height: round((axis.at(-1)?.[1] ?? 0) + below) }
}

/** A true scale on which the whole run takes about so many pixels. */
export function fittingPixels(axis: Axis, height: number): number {
  const length = (axis.at(-1)?.[0] ?? 1) - (axis[0]?.[0] ?? 0)
  return height / Math.max(1, length)
}

/** Draws the ladder anew: each element tells by its attributes when it is. */
export function redraw({ axis, height }: Scale, isFolded: boolean): void {
  const place = (time: number): number => placeAt(axis, time)
  const ladder = byId<SVGSVGElement>('ladder')
  ladder.setAttribute('viewBox', `0 0 ${columns.width} ${height}`)
  ladder.setAttribute('height', String(height))
  ladder.classList.toggle('true-scale', !isFolded)
  for (const line of all('#ladder .life')) line.setAttribute('y2', String(height - below + 12))
  for (const fold of all<SVGElement>('#ladder .folds')) fold.style.display = isFolded ? '' : 'none'
  for (const segment of all<SVGElement>('#ladder .segment')) {
    const way = readWay(segment.dataset.way ?? '')
    for (const path of segment.querySelectorAll('.hit, .line')) path.setAttribute('d', lineOf(way, place))
    segment.querySelector('.head')?.setAttribute('d', headOf(way, place))
  }
  for (const group of all<SVGElement>('#ladder [data-until]')) {
    const [from, until] = [place(Number(group.dataset.t)), place(Number(group.dataset.until))]
    const rect = group.querySelector('rect')
    rect?.setAttribute('y', String(round(from)))
    rect?.setAttribute('height', String(round(Math.max(1, until - from))))
  }
  const lowest = new Map<string, number>()
  for (const text of all<SVGElement>('#ladder text[data-t]')) {
    const y = round(place(Number(text.dataset.t)) + Number(text.dataset.dy ?? 0))
    text.setAttribute('y', String(y))
    if (isFolded) text.style.visibility = ''
    else hideWhereCrowded(text, y, lowest)
  }
}

/** On a true scale much happens at one place: of what would stand on each other only the first is readable. */
function hideWhereCrowded(text: SVGElement, y: number, lowest: Map<string, number>): void {
  const column = `${text.getAttribute('x')} ${text.getAttribute('text-anchor')}`
  const isCrowded = y - (lowest.get(column) ?? Number.NEGATIVE_INFINITY) < 12
  text.style.visibility = isCrowded ? 'hidden' : ''
  if (!isCrowded) lowest.set(column, y)
}
