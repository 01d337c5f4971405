import { type Claim, fails, holds, lacks, makeClaim, tooLate } from '../../claim.ts'
import type { End, Evidence, SegmentFact } from '../../evidence.ts'
import { type Connection, connectionsOf } from '../../story/connections.ts'
import { latenessOf } from '../../story/late.ts'
import { transitsOf } from '../../story/transits.ts'
import { carries, distance, type Milliseconds, ms } from '../../tcp.ts'

/** A step of the clock behind Linux's ISNs (net/core/secure_seq.c), and how long it takes to go round. */
const step = 64e-6
const round = 2 ** 32 * step

/** A number is chosen before the segment that brings it passes the tap. */
const slack = 20
/** Of chance numbers one in a hundred would be off by no more. */
const bearable = round / 200

/**
 * The run's first so many connections are between the same pair, and from each to the next the ISN of either end has advanced by the
 * time that went by: a secret offset of the pair's, and a clock (RFC 6528 section 3; RFC 9293 section 3.4.1).
 */
export function clockedNumbers(number: number): Claim {
  return makeClaim({
    states: { verb: 'hasClockedNumbers', connections: number },
    needs: ['wire'],
    judge(evidence) {
      const connections = connectionsOf(evidence).slice(0, number)
      const pairs = connections.filter(({ next }) => next !== undefined && next <= number)
      if (connections.length < number || pairs.length < number - 1)
        return lacks(
          { kind: 'count', of: 'connections between one pair', number },
          { kind: 'numbers', numbers: [connections.length === 0 ? 0 : pairs.length + 1] },
        )
      const late = latenessOf(evidence)
      if (slack + late > bearable || shortest(evidence, connections) < 2 * (slack + late)) return tooLate(late)
      const worst = { client: 0, server: 0 }
      const because: SegmentFact[] = []
      for (const end of ['client', 'server'] as const) {
        const syns = connections.map((connection) => synOf(evidence, end, connection))
        for (const [index, syn] of syns.entries()) {
          const before = syns[index - 1]
          if (!syn || (index > 0 && !before)) return lacks('no such segment', 'none')
          because.push(syn)
          if (!before) continue
          const [off, passed] = [offBy(before, syn), ms(syn.at - before.at)]
          worst[end] = Math.max(worst[end], off)
          if (off > slack + late + before.within + syn.within)
            return fails(
              { kind: 'ISN after', end, time: passed },
              { kind: 'ISN after', end, time: ms((round + advanceOf(before, syn)) % round) },
              [before, syn],
            )
        }
      }
      return holds(because, { kind: 'ISNs off by', client: ms(worst.client), server: ms(worst.server) })
    },
  })
}

const synOf = (evidence: Evidence, end: End, own: Connection): SegmentFact | undefined =>
  transitsOf(evidence).find(
    ({ connection, speaker, segment }) => connection === own && speaker === end && carries(segment, 'S'),
  )?.sent

/** The shortest time from one of them to the next: a constant step must not pass for a clock that is late. Milliseconds. */
function shortest(evidence: Evidence, connections: readonly Connection[]): number {
  const begins = connections.map((connection) => synOf(evidence, 'client', connection)?.at ?? 0)
  return Math.min(...begins.slice(1).map((at, index) => at - (begins[index] ?? 0)))
}

/** By what time of the clock the one number is ahead of the other, up to half a round either way. */
const advanceOf = (before: SegmentFact, after: SegmentFact): number =>
  distance(before.segment.seq, after.segment.seq) * step

/** How far that is from the time that went by. */
function offBy(before: SegmentFact, after: SegmentFact): Milliseconds {
  const off = (((advanceOf(before, after) - (after.at - before.at)) % round) + round) % round
  return ms(Math.min(off, round - off))
}
