import { type Claim, fails, holds, makeClaim } from '../../claim.ts'
import type { End } from '../../evidence.ts'
import { framesAt, writeFrame } from '../../story/frames.ts'
import { ms } from '../../tcp.ts'
import { inOrder, nextLine } from '../in-order.ts'

/** The frames on the end's own link are exactly these lines, in this order; a line may leave out what comes last, and `...` admits anything. */
export function linkShows(end: End, text: string): Claim {
  const lines = text
    .split('\n')
    .map((line) => line.trim().replace(/\s+/g, ' '))
    .filter((line) => line !== '')
  return makeClaim({
    states: { verb: 'showsFrames', of: { link: end }, lines },
    needs: ['wire'],
    judge(evidence) {
      const facts = framesAt(evidence, end)
      const written = facts.map(({ frame }) => writeFrame(evidence, frame))
      const {
        matched,
        seen,
        lines: upTo,
      } = inOrder(lines, written, { isWildcard: (line) => line === '...', fits: begins })
      if (matched) return holds(facts.slice(0, 12))
      const got = written.slice(seen, seen + 4).map((line, index) => ({ line, at: facts[seen + index]?.at ?? ms(0) }))
      return fails(
        nextLine(lines[upTo], lines[upTo - 1]),
        got.length > 0 ? { kind: 'frames', frames: got } : 'no further frame',
        facts.slice(Math.max(0, seen - 1), seen + 2),
      )
    },
  })
}

const begins = (line: string, frame: string): boolean =>
  line === '...' || frame === line || frame.startsWith(`${line} `)
