import { english } from '../words/en.ts'
import { gradeOf } from './grades.ts'
import { hashOfTask } from './hash.ts'
import type { Pair } from './pairs.ts'
import { isCurrent, type Place, playedOf, resultOf } from './place.ts'
import type { Plan } from './plan.ts'

/** Why a run that was kept is played again. */
export type Changed = 'files' | 'order' | 'nothing'

/** A run that is still to be played, and what has changed since it was, if it was. */
export interface Open {
  readonly pair: Pair
  readonly changed?: Changed
}

/** What of these runs is still to be played: those of which nothing is kept, of other files, of another order, or not graded. */
export const openOf = (pairs: readonly Pair[], place: Place, plan: Plan): readonly Open[] =>
  pairs.flatMap((pair): Open[] => {
    const { submission, known } = pair
    const result = resultOf(place, submission, known.task.id)
    if (!result) return [{ pair }]
    if (!isCurrent(result, submission, hashOfTask(known.task, plan)))
      return [{ pair, changed: result.hash === submission.hash ? 'order' : 'files' }]
    const { status } = gradeOf(known.task, {}, playedOf(place, submission, result), english)
    return status === 'graded' ? [] : [{ pair, changed: 'nothing' }]
  })
