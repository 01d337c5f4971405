import type { Evidence } from '../evidence.ts'

/** The same pure function of a record, worked out once for each record: many claims ask for the same transits. */
export function remembered<Result>(work: (evidence: Evidence) => Result): (evidence: Evidence) => Result {
  const known = new WeakMap<Evidence, Result>()
  return (evidence) => {
    const before = known.get(evidence)
    if (before !== undefined) return before
    const result = work(evidence)
    known.set(evidence, result)
    return result
  }
}
