import { type End, type Evidence, factsOf, rawEnd } from '../evidence.ts'
import { latenessOf } from '../story/late.ts'
import type { Found } from '../verdict.ts'
import { leftQueueFull } from './accept-queue.ts'
import { notThere } from './begin.ts'
import { conductIn } from './conduct.ts'
import type { Cause } from './told.ts'
import { leftUndone } from './waited-for.ts'

/** Why the run failed as far as this end's program goes: of what it did wrong, whatever explains the rest. */
export function causeOf(evidence: Evidence, claims: readonly Found[], end: End): Cause[] {
  if (rawEnd(evidence.setting) === end) return []
  const gone = notThere(evidence, end)
  const done = claims.flatMap((found) => conductIn(evidence, found, end) ?? [])
  const conduct = [...leftQueueFull(evidence, claims, end), ...leftUndone(evidence, claims, end), ...done]
  const [first] = conduct.toSorted((a, b) => a.rank - b.rank || a.at - b.at)
  // One that ended with an error only after it had done wrong is told of what it did, and of the error.
  const heard = explains + 2 * latenessOf(evidence)
  if (gone && !('at' in gone && first && first.at < gone.at - heard))
    return [{ end, deed: gone, rank: 0, at: 'at' in gone ? gone.at - heard : Number.NEGATIVE_INFINITY }]
  return [first ?? otherwise(evidence, claims, end)].flatMap((each) => each ?? [])
}

/** A program's end is heard of a little later than what its kernel does then, and later by as much as we were late. Milliseconds. */
const explains = 100

function otherwise(evidence: Evidence, claims: readonly Found[], end: End): Cause | undefined {
  const missed = factsOf(evidence, 'awaited').find(({ outcome }) => outcome === 'did not come')
  const rank = 9
  if (missed) {
    const { waited: time, states: claim = missed.what, at } = missed
    return { end, deed: { is: 'did not bring', claim, time }, rank, at, root: 'universal.play-went-through' }
  }
  const broken = claims.find(({ verdict }) => verdict === 'fails')
  return (
    broken && { end, deed: { is: 'broke', claim: broken.states }, rank, at: Number.POSITIVE_INFINITY, root: broken.id }
  )
}
