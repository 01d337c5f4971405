import { type Claim, fails, holds, lacks, makeClaim, tooLate } from '../../claim.ts'
import type { End, Evidence, Fact } from '../../evidence.ts'
import type { FindingOf } from '../../finding.ts'
import { connectionsOf } from '../../story/connections.ts'
import { latenessOf } from '../../story/late.ts'
import { type Line, linesToward } from '../../story/lines.ts'
import { looksAt } from '../../story/polls.ts'
import { transitsOf } from '../../story/transits.ts'
import { carries, type Milliseconds, ms } from '../../tcp.ts'

/** While a line was as it was and the end had something to send: what it sent on it, when all had settled. */
interface Stretch {
  readonly line: Line
  /** Bits a second, of data. */
  readonly rate: number
  readonly because: readonly Fact[]
}

/**
 * The end sends at half the rate or less once the line toward the other end is made narrower, or at twice the rate or more once it
 * is made wider, and in either case a good part of what the line takes: in the latter half of the time that the line was so.
 */
export function followsLine(end: End, number: number, change: 'narrower' | 'wider'): Claim {
  return makeClaim({
    states: { verb: 'followsLine', of: { end, connection: number }, change },
    needs: ['wire'],
    judge(evidence) {
      const stretches = linesToward(evidence, end === 'client' ? 'server' : 'client').map((line) =>
        stretchOn(evidence, end, number, line),
      )
      const changes = stretches.flatMap((before, index) => {
        const after = stretches[index + 1]
        return after && isChange(change, before, after) ? [{ before, after }] : []
      })
      const [first] = changes
      if (!first) return lacks({ kind: 'line made', change }, ratesOf(evidence, end, number, stretches))
      const wrong = changes.find(({ before, after }) => !hasFollowed(change, before, after))
      const { before, after } = wrong ?? first
      const measured = ratesOf(evidence, end, number, [before, after])
      const because = [...before.because, ...after.because]
      if (!wrong) return holds(because, measured)
      const lateness = latenessOf(evidence)
      const inTime = hasFollowed(change, before, hastened(after, lateness))
      if (inTime || hasFollowed(change, hastened(before, lateness), after)) return tooLate(lateness, because)
      return fails({ kind: 'rate changed', change }, measured, because)
    },
  })
}

const isChange = (change: 'narrower' | 'wider', { line: one }: Stretch, { line: other }: Stretch): boolean =>
  change === 'narrower' ? other.bits < one.bits : other.bits > one.bits

function hasFollowed(change: 'narrower' | 'wider', before: Stretch, after: Stretch): boolean {
  if (after.rate < after.line.bits / 4) return false
  return change === 'narrower' ? after.rate <= before.rate / 2 : after.rate >= before.rate * 2
}

/** As it may have been on a machine that was not late: for so long nobody may have sent. */
function hastened(stretch: Stretch, lateness: Milliseconds): Stretch {
  const time = (stretch.line.until - stretch.line.from) / 2
  return { ...stretch, rate: (stretch.rate * time) / Math.max(time / 100, time - lateness) }
}

function stretchOn(evidence: Evidence, end: End, number: number, made: Line): Stretch {
  const spoken = transitsOf(evidence).filter(
    ({ connection, speaker, isCopy }) => connection.number === number && speaker === end && !isCopy,
  )
  // After its FIN it has nothing left to send, however long the line stays as it is.
  const fin = spoken.find(({ segment, sent: { at } }) => carries(segment, 'F') && at >= made.from)
  const line = { ...made, until: ms(Math.min(made.until, fin?.sent.at ?? made.until)) }
  const from = line.from + (line.until - line.from) / 2
  const sent = spoken.filter(({ segment, sent: { at } }) => segment.length > 0 && at >= from && at < line.until)
  const bytes = sent.reduce((sum, { segment }) => sum + segment.length, 0)
  const [first, last] = [sent[0], sent.at(-1)]
  return {
    line,
    rate: (8000 * bytes) / Math.max(1, line.until - from),
    because: [...(first ? [first.sent] : []), ...(last && last !== first ? [last.sent] : [])],
  }
}

/** The rates, and by what algorithm the end's kernel found them, as ss shows it. */
function ratesOf(evidence: Evidence, end: End, number: number, stretches: readonly Stretch[]): FindingOf<'rates'> {
  const connection = connectionsOf(evidence)[number - 1]
  const looks = connection ? looksAt(evidence, end, connection) : []
  const control = looks.find(({ congestion }) => congestion)?.congestion?.control
  return {
    kind: 'rates',
    ...(control === undefined ? {} : { control }),
    rates: stretches.map(({ line, rate }) => ({
      line: line.rate,
      rate,
      from: ms((line.from + line.until) / 2),
      until: line.until,
    })),
  }
}
