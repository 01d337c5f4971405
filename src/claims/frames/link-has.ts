import { type Claim, holds, lacks, makeClaim } from '../../claim.ts'
import type { End } from '../../evidence.ts'
import { framesAt, writeFrame } from '../../story/frames.ts'

/** So many frames or more on the end's own link are this line, whatever else there is: what a play may wait for. */
export function linkHas(end: End, line: string, least: number): Claim {
  return makeClaim({
    states: { verb: 'hasFrame', of: { link: end }, line, least },
    needs: ['wire'],
    judge(evidence) {
      const found = framesAt(evidence, end).filter(({ frame }) => writeFrame(evidence, frame) === line)
      return found.length >= least
        ? holds(found)
        : lacks({ kind: 'count', of: 'frames', number: least }, { kind: 'numbers', numbers: [found.length] }, found)
    },
  })
}
