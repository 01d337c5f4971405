import type { Evidence, Fact } from './evidence.ts'

/** What a claim says of a run: that it held, that it did not, or that this record cannot tell; each with the facts that show it. */
export type Verdict =
  | { readonly outcome: 'holds'; readonly because: readonly Fact[]; readonly measured?: string }
  | { readonly outcome: 'fails'; readonly expected: string; readonly got: string; readonly because: readonly Fact[] }
  | { readonly outcome: 'unknown'; readonly missing: string; readonly because: readonly Fact[] }

export type Outcome = Verdict['outcome']

/** A statement about a run, decided from the finished evidence alone: it holds no socket and awaits nothing. */
export interface Claim {
  /** In the present tense and the field's words: `server stays in CLOSE-WAIT for 3 s`. */
  readonly says: string
  /** The ids of the project's list of claims that it settles. */
  readonly settles: readonly string[]
  /** Where the lab states it, as file:line. */
  readonly statedAt: string
  judge(evidence: Evidence): Verdict
  /** Whether it has a meaning in this run: what our own program says means nothing where another takes its place. */
  applies(evidence: Evidence): boolean
  /** The segments and states that the lab expects by stating this; what nothing accounts for fails the run. */
  accounts(evidence: Evidence): readonly Account[]
  /** The same claim, settling these ids of the list. */
  settling(...ids: readonly string[]): Claim
}

/** A segment or a state, named so that two accounts of the same are equal: `segment 3`, `client 1 FIN-WAIT-2`. */
export type Account = string & { readonly of: 'a segment or a state' }

export interface ClaimParts {
  readonly says: string
  judge(evidence: Evidence): Verdict
  applies?(evidence: Evidence): boolean
  accounts?(evidence: Evidence): readonly Account[]
}

export function makeClaim(
  { says, judge, applies = () => true, accounts = () => [] }: ClaimParts,
  settles: readonly string[] = [],
  statedAt = caller(),
): Claim {
  return {
    says,
    settles,
    statedAt,
    judge,
    applies,
    accounts,
    settling: (...ids) => makeClaim({ says, judge, applies, accounts }, [...settles, ...ids], statedAt),
  }
}

/** The line of a lab that asked for the claim, found on the stack: a failure names it. */
function caller(): string {
  const line = new Error('where').stack?.split('\n').find((each) => each.includes('/labs/'))
  return /labs\/[^):]+:\d+/.exec(line ?? '')?.[0] ?? ''
}

export const holds = (because: readonly Fact[], measured?: string): Verdict => ({
  outcome: 'holds',
  because,
  ...(measured === undefined ? {} : { measured }),
})

export const fails = (expected: string, got: string, because: readonly Fact[] = []): Verdict => ({
  outcome: 'fails',
  expected,
  got,
  because,
})

export const unknown = (missing: string, because: readonly Fact[] = []): Verdict => ({
  outcome: 'unknown',
  missing,
  because,
})

/** A claim with what it came to in one run. */
export interface Judged {
  readonly claim: Pick<Claim, 'says' | 'settles' | 'statedAt'>
  readonly verdict: Verdict
}

/** The run's outcome is its worst claim's: one failure fails it, else one unknown leaves it unknown. */
export function worstOf(judged: readonly Judged[]): Outcome {
  const outcomes = judged.map(({ verdict }) => verdict.outcome)
  if (outcomes.includes('fails')) return 'fails'
  return outcomes.includes('unknown') || outcomes.length === 0 ? 'unknown' : 'holds'
}

/** Judges every claim. One that throws is a fault of ours and decides nothing: it is unknown, never a pass. */
export function judgeAll(claims: readonly Claim[], evidence: Evidence): Judged[] {
  return claims
    .filter((claim) => claim.applies(evidence))
    .map((claim) => ({ claim, verdict: judgeOne(claim, evidence) }))
}

function judgeOne(claim: Claim, evidence: Evidence): Verdict {
  try {
    return claim.judge(evidence)
  } catch (error) {
    return unknown(`a claim that does not break: ${error instanceof Error ? error.message : String(error)}`)
  }
}
