import { type Claim, tooLate, unknown, type Verdict } from './claim.ts'
import { universalClaims } from './claims/universal.ts'
import type { Evidence } from './evidence.ts'
import type { Finding } from './finding.ts'
import { type Blindness, blindnessOf } from './story/blindness.ts'
import { isLate, kernelTimers } from './story/late.ts'
import { playBrokenOff } from './story/play.ts'
import type { Milliseconds } from './tcp.ts'

/** What came of a claim, and what it found. */
export type Came =
  | { readonly verdict: 'holds'; readonly measured?: Finding }
  | { readonly verdict: 'fails'; readonly expected: Finding; readonly got: Finding }
  | { readonly verdict: 'unknown'; readonly missing: Finding; readonly late?: true }
  | { readonly verdict: 'not reached' }

/** A claim as it is told, filed and read again: plain data, with the facts that show it by their numbers in the record. */
export type Found = Pick<Claim, 'id' | 'states' | 'settles' | 'statedAt'> &
  Came & { readonly because: readonly number[] }

/** What came of a run. */
export interface Judgement {
  readonly verdict: 'pass' | 'fail' | 'unknown'
  /** It is unknown only because the machine was late: played again it may be told. */
  readonly late?: true
  readonly claims: readonly Found[]
}

/** Judges a finished record by a lab's own claims and by those that every run is held to. */
export function judgeRecord(own: readonly Claim[], evidence: Evidence): Judgement {
  const judged = judgeAll([...own, ...universalClaims(own)], evidence)
  const verdict = ({ holds: 'pass', fails: 'fail', unknown: 'unknown' } as const)[worstOf(judged)]
  const numbers = new Map(evidence.facts.map((fact, number) => [fact, number]))
  return {
    verdict,
    ...(verdict === 'unknown' && isOnlyLate(judged) ? { late: true } : {}),
    claims: judged.map(({ claim: { id, states, settles, statedAt }, verdict }) => ({
      ...{ id, states, settles, statedAt },
      ...cameOf(verdict),
      because: verdict.because.flatMap((fact) => numbers.get(fact) ?? []),
    })),
  }
}

function cameOf(verdict: Verdict): Came {
  switch (verdict.outcome) {
    case 'holds':
      return { verdict: 'holds', ...(verdict.measured === undefined ? {} : { measured: verdict.measured }) }
    case 'fails':
      return { verdict: 'fails', expected: verdict.expected, got: verdict.got }
    case 'unknown':
      return { verdict: 'unknown', missing: verdict.missing, ...(verdict.late ? { late: true } : {}) }
    case 'not reached':
      return { verdict: 'not reached' }
  }
}

const isOnlyLate = (judged: readonly Judged[]): boolean => {
  const unknown = judged.filter(({ verdict }) => verdict.outcome === 'unknown')
  return unknown.length > 0 && unknown.every(({ verdict }) => 'late' in verdict)
}

/** A claim with what it came to in one run. */
export interface Judged {
  readonly claim: Claim
  readonly verdict: Verdict
}

/** The run's outcome is its worst claim's: one failure fails it, else one unknown, or one not reached, leaves it unknown. */
export function worstOf(judged: readonly Judged[]): 'holds' | 'fails' | 'unknown' {
  const outcomes = judged.map(({ verdict }) => verdict.outcome)
  if (outcomes.includes('fails')) return 'fails'
  return outcomes.length > 0 && outcomes.every((outcome) => outcome === 'holds') ? 'holds' : 'unknown'
}

/** Judges every claim by the record, and by who could see. */
export function judgeAll(claims: readonly Claim[], evidence: Evidence): Judged[] {
  return claims
    .filter((claim) => claim.applies(evidence))
    .map((claim) => ({ claim, verdict: judgeOne(claim, evidence) }))
}

/** One that throws is a fault of ours and decides nothing: it is unknown, never a pass. */
function judgeOne(claim: Claim, evidence: Evidence): Verdict {
  try {
    return withRegardToWitnesses(claim.judge(evidence), claim, evidence)
  } catch (error) {
    return unknown({ kind: 'claim that does not break', error: error instanceof Error ? error.message : String(error) })
  }
}

/**
 * The one place that weighs what a claim says against who could see it. Where the play was broken off, what would have come
 * later is not reached. Where a witness that the claim needs was blind nothing can be told, and where the machine was later
 * than a story bears nothing is the program's fault: save for what only a program can have done.
 */
function withRegardToWitnesses(verdict: Verdict, claim: Claim, evidence: Evidence): Verdict {
  const { outcome } = verdict
  if (outcome === 'unknown' || outcome === 'not reached') return verdict
  if (outcome === 'fails' && verdict.sure)
    return withRegardToLateness(verdict, evidence, verdict.timer ?? kernelTimers.opening)
  const isOfWant = outcome === 'fails' ? verdict.absent : verdict.vacuous
  if (isOfWant && playBrokenOff(evidence)) return { outcome: 'not reached', because: [] }
  const [blind] = blindnessOf(evidence, claim.needs)
  if (blind) return blinded(blind)
  return outcome === 'fails' ? withRegardToLateness(verdict, evidence, verdict.timer) : verdict
}

type Failure = Extract<Verdict, { outcome: 'fails' }>

function withRegardToLateness(verdict: Failure, evidence: Evidence, timer: Milliseconds | undefined): Verdict {
  const late = isLate(evidence, timer)
  if (late === undefined) return verdict
  const { expected, got, because } = verdict
  return tooLate(late, because, { else: { got, expected } })
}

const blinded = ({ missing, facts, late }: Blindness): Verdict => unknown({ kind: 'unseen', missing }, facts, { late })
