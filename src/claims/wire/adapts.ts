import { type Claim, holds, lacks, makeClaim, unknown } from '../../claim.ts'
import type { End, Evidence, SampleFact } from '../../evidence.ts'
import type { Finding, FindingOf } from '../../finding.ts'
import { statesOf } from '../../story/blindness.ts'
import { connectionsOf } from '../../story/connections.ts'
import { isLost } from '../../story/lost.ts'
import { looksAt } from '../../story/polls.ts'
import { transitsOf } from '../../story/transits.ts'

type Look = SampleFact & { readonly congestion: NonNullable<SampleFact['congestion']> }

/**
 * The end's congestion window, as ss shows it, grows by half its first value or more, is cut below what it was when a
 * segment is lost, with a slow start threshold set, and grows again (RFC 5681 sections 3.1 and 3.2).
 */
export function adapts(end: End, number: number): Claim {
  return makeClaim({
    states: { verb: 'adapts', of: { end, connection: number } },
    needs: ['wire', statesOf(end)],
    judge(evidence) {
      const looks = looksWithWindow(evidence, end, number)
      const [first] = looks
      if (!first || looks.length < 4) return unknown({ kind: 'count', of: 'looks at the window', number: looks.length })
      const lost = transitsOf(evidence).find(
        (transit) => transit.connection.number === number && transit.speaker === end && isLost(evidence, transit),
      )
      if (!lost) return lacks('a lost segment', 'none', looks.slice(0, 3))
      const [peak, cut, again] = sawtooth(looks)
      const measured = windowsOf([first, peak, cut, again])
      if (!peak || !cut || !again)
        return lacks(missing(first, peak, cut), measured, [cut ?? peak ?? first, ...looks.slice(-2)])
      return holds([first, peak, lost.sent, cut, again], {
        ...measured,
        control: first.congestion.control,
      })
    },
  })
}

function missing(first: Look, peak: Look | undefined, cut: Look | undefined): Finding {
  if (!peak) return { kind: 'window of', least: grown(first) }
  return cut ? 'a window that grows again' : 'a smaller window'
}

/** What a look must show to be called grown: half as much again as at first. */
const grown = (first: Look): number => first.congestion.window * 1.5

/** A look at a window that has grown, one after it that is cut by a quarter or more, and one after that that has grown again: as many of them as there are. */
function sawtooth(looks: readonly Look[]): ReadonlyArray<Look | undefined> {
  const [first] = looks
  const peaks = first ? looks.filter(({ congestion }) => congestion.window >= grown(first)) : []
  const found = peaks.flatMap((peak) => {
    const cuts = looks.filter((look) => look.at > peak.at && isCut(look, peak))
    return [[peak], ...cuts.map((cut) => [peak, cut, ...looks.filter((look) => hasGrownSince(look, cut)).slice(0, 1)])]
  })
  return found.toSorted((a, b) => b.length - a.length)[0] ?? []
}

const isCut = ({ congestion }: Look, peak: Look): boolean =>
  congestion.threshold !== undefined && congestion.window <= peak.congestion.window * 0.75

const hasGrownSince = (look: Look, cut: Look): boolean =>
  look.at > cut.at && look.congestion.window > cut.congestion.window

function looksWithWindow(evidence: Evidence, end: End, number: number): Look[] {
  const connection = connectionsOf(evidence)[number - 1]
  const looks = connection ? looksAt(evidence, end, connection) : []
  return looks.filter((look): look is Look => look.by === 'ss' && look.congestion !== undefined)
}

function windowsOf(looks: ReadonlyArray<Look | undefined>): FindingOf<'windows'> {
  const seen = looks.filter((look) => look !== undefined)
  return {
    kind: 'windows',
    looks: seen.map(({ at, congestion: { window, threshold } }) => ({
      window,
      ...(threshold === undefined ? {} : { threshold }),
      at,
    })),
  }
}
