import type { End, Evidence, SegmentFact } from '../evidence.ts'
import { storyEnd } from './end.ts'
import { linesToward } from './lines.ts'
import { remembered } from './remembered.ts'
import { type Transit, transitsOf } from './transits.ts'

/**
 * Whether a segment was lost in the router: it did not leave it, and does not still wait there for a narrow line when the story
 * ends. The queue is first in, first out: where a later one left, it waits no more.
 */
export const isLost = (evidence: Evidence, transit: Transit): boolean => lostIn(evidence).has(transit.number)

const leaves = ({ host, direction }: SegmentFact): boolean => host === 'router' && direction === 'out'

const lostIn = remembered((evidence: Evidence): ReadonlySet<number> => {
  const end = storyEnd(evidence)
  const transits = transitsOf(evidence)
  const lastThrough = (end: End): number =>
    transits.findLast(({ speaker, taps }) => speaker === end && taps.some(leaves))?.number ?? 0
  const through = { client: lastThrough('client'), server: lastThrough('server') }
  const mayWait = ({ speaker, sent, number }: Transit): boolean => {
    const lines = linesToward(evidence, speaker === 'client' ? 'server' : 'client')
    // A line that is taken away takes its queue with it.
    const line = lines.find(({ from, until }) => from <= sent.at && until >= end)
    return line !== undefined && end - sent.at < line.longest && number > through[speaker]
  }
  return new Set(transits.filter((each) => each.stoppedAtRouter && !mayWait(each)).map(({ number }) => number))
})
