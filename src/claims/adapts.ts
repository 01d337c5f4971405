import { type Claim, fails, holds, makeClaim, unknown } from '../claim.ts'
import { connectionsOf } from '../evidence/connections.ts'
import { journeysOf } from '../evidence/journeys.ts'
import { looksAt } from '../evidence/looks.ts'
import type { End, Evidence, SampleFact } from '../evidence.ts'
import { moment } from '../tcp.ts'
import { named } from './whose.ts'

type Look = SampleFact & { readonly congestion: NonNullable<SampleFact['congestion']> }

/**
 * The end's congestion window, as ss shows it, grows to twice its first value or more, is cut below what it was when a
 * segment is lost, with a slow start threshold set, and grows again (RFC 5681 sections 3.1 and 3.2).
 */
export function adapts(end: End, number: number): Claim {
  return makeClaim({
    says: `the congestion window of ${named(end, number)} grows, is cut when a segment is lost, and grows again`,
    judge(evidence) {
      const looks = looksWithWindow(evidence, end, number)
      const [first] = looks
      if (!first || looks.length < 4) return unknown(`looks by ss at the window: there were ${looks.length}`)
      const lost = journeysOf(evidence).find(
        ({ connection, speaker, stoppedAtRouter }) =>
          connection.number === number && speaker === end && stoppedAtRouter,
      )
      if (!lost) return fails('a segment that is lost', 'none', looks.slice(0, 3))
      // A loss is noticed a round trip later: the peak may be seen after the first segment has been dropped.
      const peak = looks.reduce((best, look) => (look.congestion.window > best.congestion.window ? look : best), first)
      const after = looks.filter((look) => look.at > peak.at && look.congestion.threshold !== undefined)
      const lowest = after.reduce<Look | undefined>(
        (best, look) => (best && best.congestion.window <= look.congestion.window ? best : look),
        undefined,
      )
      const cut = lowest && lowest.congestion.window <= peak.congestion.window * 0.75 ? lowest : undefined
      const again = cut && looks.find((look) => look.at > cut.at && look.congestion.window > cut.congestion.window)
      const measured = describe([first, peak, cut, again])
      if (peak.congestion.window < 2 * first.congestion.window)
        return fails(`a window of ${2 * first.congestion.window}`, measured, [first, peak])
      if (!cut) return fails('a smaller window and a threshold after it', measured, [peak, ...looks.slice(-2)])
      if (!again) return fails('a window that grows again', measured, [cut, ...looks.slice(-2)])
      return holds([first, peak, lost.sent, cut, again], `${first.congestion.control}: ${measured}`)
    },
  })
}

function looksWithWindow(evidence: Evidence, end: End, number: number): Look[] {
  const connection = connectionsOf(evidence)[number - 1]
  const looks = connection ? looksAt(evidence, end, connection) : []
  return looks.filter((look): look is Look => look.by === 'ss' && look.congestion !== undefined)
}

const describe = (looks: ReadonlyArray<Look | undefined>): string =>
  looks
    .flatMap((look) =>
      look
        ? `${look.congestion.window} at ${moment(look.at)}${look.congestion.threshold === undefined ? '' : ` (ssthresh ${look.congestion.threshold})`}`
        : [],
    )
    .join(', then ')
