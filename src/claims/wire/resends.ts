import { type Claim, fails, holds, makeClaim, tooLate } from '../../claim.ts'
import type { End, Evidence } from '../../evidence.ts'
import type { Finding } from '../../finding.ts'
import { type Transit, transitsOf } from '../../story/transits.ts'
import { LabMistake, type Milliseconds, ms, readFlags, withoutHints } from '../../tcp.ts'
import { boundsOfEach } from '../timer.ts'

/**
 * The end sends the same segment again after each of these delays of the kernel's retransmission timer (RFC 6298), and then
 * no more.
 */
export function resends(end: End, number: number, letters: string, delays: readonly Milliseconds[]): Claim {
  knownFlags(letters)
  return makeClaim({
    states: { verb: 'resends', of: { end, connection: number }, flags: letters, delays },
    needs: ['wire'],
    judge(evidence) {
      const copies = copiesOf(evidence, end, number, letters)
      const because = copies.map(({ sent }) => sent)
      const gaps = because.slice(1).map(({ at }, index) => ms(at - (because[index]?.at ?? at)))
      const measured: Finding = gaps.length > 0 ? { kind: 'times', times: gaps } : 'nothing sent again'
      if (gaps.length !== delays.length)
        return fails({ kind: 'count', of: 'repetitions', number: delays.length }, measured, because, {
          absent: gaps.length < delays.length,
        })
      const bounds = boundsOfEach(evidence, delays)
      const wrong = gaps.findIndex((gap, index) => isOutside(gap, bounds[index]))
      const intervals = bounds.map(({ earliest, latest }) => ({ earliest, latest }))
      if (wrong >= 0) return fails({ kind: 'intervals', intervals }, measured, because)
      const [first] = delays
      const lateness = bounds[0]?.lateness ?? ms(0)
      const needed = gaps.some((gap, index) => gap > (bounds[index]?.latest ?? gap) - lateness)
      if (first !== undefined && lateness > first / 2 && needed) return tooLate(lateness, because)
      return holds(because, { kind: 'within', times: gaps, intervals })
    },
  })
}

/** The flags without PSH and the like, by which a segment is known again. */
export function knownFlags(letters: string): string {
  const read = readFlags(letters)
  if (!read) throw new LabMistake(`'${letters}' are not flags of a segment; tcpdump's letters are F S R P . U E W`)
  return withoutHints(read)
}

/** The first segment with these flags that was sent again, and its repetitions; where none was, the first alone. */
export function copiesOf(evidence: Evidence, end: End, number: number, letters: string): readonly Transit[] {
  const flags = knownFlags(letters)
  const own = transitsOf(evidence).filter(
    (transit) =>
      transit.connection.number === number && transit.speaker === end && withoutHints(transit.relative.flags) === flags,
  )
  const first = own.find(({ number: one }) => own.some(({ repeats }) => repeats === one)) ?? own[0]
  return own.filter((transit) => transit === first || transit.repeats === first?.number)
}

const isOutside = (gap: Milliseconds, bounds: { earliest: number; latest: number } | undefined): boolean =>
  bounds === undefined || gap < bounds.earliest || gap > bounds.latest
