import type { End, Evidence, ProgramFact } from './evidence.ts'
import { causeOf } from './trouble/cause.ts'
import { hintsOf } from './trouble/hints.ts'
import { outputOf } from './trouble/output.ts'
import type { Deed, Hint } from './trouble/told.ts'
import type { Found, Judgement } from './verdict.ts'

export type { Deed, Hint, Wanted } from './trouble/told.ts'

/** What of a run that failed the writer of a program is to be told first: pure data, from the record and its judgement. */
export interface Trouble {
  /** Whose program it is. */
  readonly end: End
  /** What it did, or did not do, and what the lab needs. */
  readonly deed: Deed
  /** The claim that shows it, and those that failed, or were not reached, in its wake. By their ids. */
  readonly root?: string
  readonly follows: readonly string[]
  /** What it printed, in the order of time. */
  readonly output: readonly ProgramFact[]
  readonly hints: readonly Hint[]
}

/** Where a run failed in which somebody's own program took part: what that did. Undefined of any other run. */
export function troubleOf(evidence: Evidence, { verdict, claims }: Judgement): Trouble | undefined {
  const causes = evidence.setting.replaced.flatMap((end) => causeOf(evidence, claims, end))
  const [first] = causes.toSorted((a, b) => a.rank - b.rank || a.at - b.at)
  if (verdict !== 'fail' || !first) return undefined
  const { end, deed, at } = first
  const root = first.root ?? claims.find((claim) => claim.verdict === 'fails')?.id
  const follows = claims.filter((claim) => claim.id !== root && isInWake(evidence, claim, at)).map(({ id }) => id)
  return {
    ...{ end, deed, follows },
    ...(root === undefined ? {} : { root }),
    output: outputOf(evidence, end),
    hints: hintsOf(evidence, end, deed),
  }
}

/** Whether the claim failed by nothing that was seen before the deed: by what came of it, or what did not come any more. */
function isInWake({ facts }: Evidence, { verdict, because }: Found, at: number): boolean {
  if (verdict === 'not reached') return true
  const last = Math.max(Number.NEGATIVE_INFINITY, ...because.flatMap((number) => facts[number]?.at ?? []))
  return verdict === 'fails' && (because.length === 0 || last >= at)
}
