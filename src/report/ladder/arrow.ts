import type { Speaker } from '../../words.ts'
import { padStart, widthOf } from '../width.ts'
import type { SegmentEvent } from './segments.ts'

interface Place {
  /** Columns between the lanes. */
  readonly width: number
  readonly say: Speaker
}

/** The lines of a segment, and what remark had no room in them. */
interface Arrow {
  readonly lines: readonly string[]
  readonly left?: string
}

/** What is to be said of a segment besides its notation: that it is sent again, copied on its way, or a probe. */
function remarkOf({ time, remark }: SegmentEvent, { reports }: Speaker): string | undefined {
  if (remark !== undefined) return reports.remarks[remark]
  return time === undefined ? undefined : reports.again(time)
}

/**
 * Half an arrow to the router for what is lost or kept there, the other half for what leaves it later. What has no room on the
 * arrow stands below it.
 */
export function arrow(event: SegmentEvent, { width, say }: Place): Arrow {
  const { from, text } = event
  const [left, right] = marksOf(event, say)
  const room = width - widthOf(left) - widthOf(right) - 2
  const remark = remarkOf(event, say)
  const parts = partsOf(text)
  const fitting = parts.findLastIndex((_, index) => widthOf(parts.slice(0, index + 1).join(' ')) <= room) + 1
  const onArrow = parts.slice(0, fitting).join(' ')
  const fits = remark !== undefined && fitting === parts.length && widthOf(`${onArrow} (${remark})`) <= room
  const label = fits ? `${onArrow} (${remark})` : onArrow
  const below = parts.slice(fitting)
  return {
    lines: [
      drawn(label === '' ? '' : ` ${label} `, { from, left, right, width }),
      ...below.map((part) => beneath(part, from, width)),
    ],
    ...(remark === undefined || fits ? {} : { left: remark }),
  }
}

/** Under the arrow, at the side of who sends it. */
function beneath(part: string, from: SegmentEvent['from'], width: number): string {
  const margin = ' '.repeat(Math.max(0, Math.min(3, width - widthOf(part))))
  return from === 'client' ? `${margin}${part}` : padStart(`${part}${margin}`, width)
}

/** Flags with numbers, then what is acknowledged, then the window: a line is broken between them. */
const partsOf = (text: string): string[] => text.split(/ (?=ack |win )/)

function drawn(
  label: string,
  { from, left, right, width }: { from: SegmentEvent['from']; left: string; right: string; width: number },
): string {
  const line = Math.max(0, width - widthOf(label) - widthOf(left) - widthOf(right))
  const before = '─'.repeat(Math.min(2, line))
  const after = '─'.repeat(Math.max(0, line - 2))
  return from === 'client' ? `${left}${before}${label}${after}${right}` : `${left}${after}${label}${before}${right}`
}

/** What stands at the arrow's left and at its right. */
function marksOf({ from, fate }: SegmentEvent, { reports: { fates } }: Speaker): readonly [string, string] {
  const isOfClient = from === 'client'
  const stopped = (mark: string, word: string): readonly [string, string] =>
    isOfClient ? ['', `${mark} ${word}`] : [`${word} ${mark}`, '']
  const goesOn = (word: string): readonly [string, string] => (isOfClient ? [`${word} ▮`, '▶'] : ['◀', `▮ ${word}`])
  switch (fate) {
    case 'arrives':
      return isOfClient ? ['', '▶'] : ['◀', '']
    case 'is held':
      return stopped('▮', fates.held)
    case 'is queued':
      return stopped('▮', fates.queued)
    case 'is lost':
      return stopped('✘', fates.lost)
    case 'is released':
      return goesOn(fates.released)
    case 'leaves the queue':
      return goesOn(fates.leaves)
  }
}
