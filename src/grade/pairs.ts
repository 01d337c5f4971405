import type { Shard } from '../catalogue/plan.ts'
import type { KnownTask } from './known.ts'
import { dealt } from './shard.ts'
import type { Handed } from './submissions.ts'

/** A submission that can be played, put to a lab. */
export interface Pair {
  readonly submission: { readonly name: string; readonly folder: string; readonly hash: string }
  /** The folder in which its programs are. */
  readonly path: string
  readonly known: KnownTask
}

/**
 * Every submission times every lab, what takes longest first, so that a minute's wait does not begin when all else is done; of
 * a shard its part. The order is the same on every machine that has the same submissions.
 */
export function pairsOf(
  submissions: readonly Handed[],
  tasks: readonly KnownTask[],
  shard: Shard | undefined,
): readonly Pair[] {
  const all = submissions.flatMap(({ name, folder, hash, path }) =>
    hash === undefined || path === undefined
      ? []
      : tasks.map((known): Pair => ({ submission: { name, folder, hash }, path, known })),
  )
  const sorted = all.toSorted(
    (a, b) =>
      b.known.takes - a.known.takes ||
      compare(a.known.task.id, b.known.task.id) ||
      compare(a.submission.name, b.submission.name),
  )
  return shard === undefined ? sorted : dealt(sorted, shard)
}

const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1)
