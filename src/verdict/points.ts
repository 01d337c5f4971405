import { partsOf } from '../evidence/assertion.ts'
import type { End } from '../evidence.ts'
import type { Found } from '../verdict.ts'

/** How a run's claims become points. */
export interface Scheme {
  /** What the run is worth when all that it claims was shown. */
  readonly points: number
  /** A part for each claim, or the whole only where every claim was shown. */
  readonly credit: 'claims' | 'all'
  /** What claims weigh, by their ids, where it is not the usual; of credit by claims. */
  readonly weights?: Readonly<Record<string, number>>
}

/** What a run was judged, as far as it says what was shown. */
export interface Shown {
  readonly claims: readonly Found[]
  /** The ends whose program was not ours. */
  readonly replaced: readonly End[]
}

/** What was earned, or the claims that nobody can decide on yet: an unknown is no zero. */
export type Earned =
  | { readonly is: 'decided'; readonly points: number }
  | { readonly is: 'undecided'; readonly for: readonly Found[] }

/** What came of one claim, for whoever counts: shown, not shown, or not to be decided by this record. */
export type Showing = 'shown' | 'not shown' | 'undecided'

/** What every run is held to, and what most of it holds by itself where nothing has happened. */
const isUniversal = ({ id }: Found): boolean => id.startsWith('universal.')

const playWentThrough = 'universal.play-went-through'

/** Whether it holds by nothing but a line of a program that is not ours, which may print what it likes. */
const restsOnWord = (found: Found, { replaced }: Shown): boolean =>
  (found.states.verb === 'says' || found.states.verb === 'neverSays') &&
  replaced.includes(found.states.of.end) &&
  !('measured' in found)

/**
 * Whether a claim was shown. What is held of every run was not, where its story was not played to the end: nothing is left
 * behind, and nobody acknowledges what was not sent, where a program has ended at once. Where nobody knows whether the story was played
 * to the end, nobody knows that either.
 */
export function showingOf(found: Found, run: Shown): Showing {
  const played = run.claims.find(({ id }) => id === playWentThrough)?.verdict ?? 'unknown'
  switch (found.verdict) {
    case 'fails':
      return 'not shown'
    case 'unknown':
      return 'undecided'
    case 'not reached':
      return played === 'unknown' ? 'undecided' : 'not shown'
    case 'holds':
      if (restsOnWord(found, run)) return 'not shown'
      if (!isUniversal(found) || played === 'holds') return 'shown'
      return played === 'unknown' ? 'undecided' : 'not shown'
  }
}

/** What a run has earned: only what was shown counts, and where it depends on what nobody knows, nothing is said. */
export function earnedBy(run: Shown, scheme: Scheme): Earned {
  if (run.claims.length === 0) return { is: 'undecided', for: [] }
  const shares = run.claims.map((found) => ({
    found,
    showing: showingOf(found, run),
    weight: scheme.credit === 'all' ? 1 : weightOf(found, scheme),
  }))
  const counted = shares.filter(({ weight }) => weight > 0)
  // One that was not shown settles it, whatever the others are.
  if (scheme.credit === 'all' && counted.some(({ showing }) => showing === 'not shown'))
    return { is: 'decided', points: 0 }
  const undecided = counted.filter(({ showing }) => showing === 'undecided').map(({ found }) => found)
  const whole = sum(counted.map(({ weight }) => weight))
  if (undecided.length > 0 || whole === 0) return { is: 'undecided', for: undecided }
  const shown = sum(counted.filter(({ showing }) => showing === 'shown').map(({ weight }) => weight))
  return { is: 'decided', points: rounded((scheme.points * shown) / whole) }
}

/**
 * Usually 1. That tools show a state says nothing of a program that its passing through it does not say, and they miss it where
 * a wrong program leaves it at once: what nobody could then tell must not keep all else from being graded.
 */
function weightOf({ id, states }: Found, { weights = {} }: Scheme): number {
  const usual = partsOf(states).every(({ verb }) => verb === 'isShownIn') ? 0 : 1
  return Object.hasOwn(weights, id) ? (weights[id] ?? usual) : usual
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0)

/** To the hundredth, which is as much as grade books keep. */
const rounded = (points: number): number => Math.round(points * 100) / 100
