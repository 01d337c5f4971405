import { type Claim, fails, holds, lacks, makeClaim } from '../../claim.ts'
import type { End } from '../../evidence.ts'
import { type Transit, transitsOf } from '../../story/transits.ts'
import { ms } from '../../tcp.ts'

/**
 * The end closes its window, is probed while it is closed, and opens it again; meanwhile the other end sends nothing beyond
 * what it was allowed (RFC 9293 section 3.8.6).
 */
export function closesWindow(end: End, number: number): Claim {
  const isOwn = ({ connection, speaker }: Transit): boolean => connection.number === number && speaker === end
  return makeClaim({
    states: { verb: 'closesWindow', of: { end, connection: number } },
    needs: ['wire'],
    judge(evidence) {
      const all = transitsOf(evidence).filter(({ connection }) => connection.number === number)
      const closing = all.find((transit) => isOwn(transit) && isClosed(transit))
      if (!closing) return lacks('a window of 0', 'none')
      const opening = all.find(
        (transit) => isOwn(transit) && transit.sent.at > closing.sent.at && transit.segment.window > 0,
      )
      if (!opening) return lacks('a window that opens', { kind: 'closed at', at: closing.sent.at }, [closing.sent])
      const between = all.filter(
        (transit) =>
          !isOwn(transit) &&
          transit.sent.at > (closing.arrived ?? closing.sent).at &&
          transit.sent.at < opening.sent.at,
      )
      const beyond = between.find(({ relative }) => relative.seq + relative.length > closing.relative.ack)
      if (beyond)
        return fails(
          { kind: 'nothing beyond', number: closing.relative.ack },
          { kind: 'numbers', numbers: [beyond.relative.seq + beyond.relative.length] },
          [beyond.sent],
        )
      // A probe repeats the number before the next one (RFC 9293 section 3.8.6.1); Linux sends it without a byte.
      const probes = between.filter(({ relative }) => relative.seq === closing.relative.ack - 1)
      return probes.length > 0
        ? holds([closing.sent, ...probes.slice(0, 2).map(({ sent }) => sent), opening.sent], {
            kind: 'closed for',
            time: ms(opening.sent.at - closing.sent.at),
            probes: probes.length,
          })
        : lacks('a probe', 'none', [closing.sent])
    },
  })
}

const isClosed = ({ segment, relative }: Transit): boolean =>
  segment.window === 0 && relative.flags.includes('.') && !relative.flags.includes('R')
