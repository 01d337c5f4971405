import type { Evidence } from '../evidence.ts'
import type { Question, Why } from '../predict.ts'
import { blindnessOf, type Need, statesOf } from '../story/blindness.ts'
import { isLate } from '../story/late.ts'
import { playBrokenOff } from '../story/play.ts'
import type { Judgement } from '../verdict.ts'

/** How well a run could be seen, for a question. */
export interface Sight {
  /** Nothing of it can be told, and why. */
  readonly blind?: Why
  /** What differs may come of the machine's lateness. */
  readonly late: boolean
  readonly brokenOff: boolean
}

/**
 * What a run can tell of a question. Where the claim that it was made of was told for certain, so is what it was told from; where
 * that is unknown, so is this. What no claim was made of is told by the same witnesses, on a machine that is in time.
 */
export function couldTell(
  question: Question,
  { evidence, judgement }: { evidence: Evidence; judgement: Judgement },
): Sight {
  const own = judgement.claims.filter(({ id }) => question.claims.includes(id))
  const unknown = own.find(({ verdict }) => verdict === 'unknown')
  const isTold = own.some(({ verdict }) => verdict === 'holds' || verdict === 'fails')
  const blind = blindTo(
    question,
    evidence,
    own.length === 0,
    unknown && ('late' in unknown && unknown.late ? 'late' : 'unseen'),
  )
  return {
    ...(blind ? { blind } : {}),
    late: !isTold && isLate(evidence) !== undefined,
    brokenOff: playBrokenOff(evidence) !== undefined,
  }
}

function blindTo(
  question: Question,
  evidence: Evidence,
  isUnclaimed: boolean,
  unknown: Why | undefined,
): Why | undefined {
  if (unknown) return unknown
  // A claim of what our own program says has no meaning where another takes its place.
  if (isUnclaimed && (question.is === 'line' || question.is === 'says')) return 'own program'
  const [blindness] = blindnessOf(evidence, needsOf(question))
  return blindness && (blindness.late ? 'late' : 'unseen')
}

function needsOf(question: Question): readonly Need[] {
  switch (question.is) {
    case 'segment':
    case 'again':
    case 'close':
    case 'frame':
      return ['wire']
    case 'path':
    case 'stay':
      return ['wire', statesOf(question.end)]
    default:
      return []
  }
}
