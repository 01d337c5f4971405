import type { AssertionOf, Verb } from '../../src/evidence/assertion.ts'
import type { Evidence, Fact, Host } from '../../src/evidence.ts'
import { ms } from '../../src/tcp.ts'
import { altered } from '../mutations/mutation.ts'

/** The verbs of the labs' own claims; those that every run is held to have a dash in their names. */
export type OwnVerb = Exclude<Verb, `${string}-${string}`>

/**
 * The record of a run that went wrong in just what a claim of this verb says: with a fact less, a fact more, or another number
 * in it, and all else as it was.
 */
export type Breaker<Own extends Verb> = (said: AssertionOf<Own>, record: Evidence) => Evidence

/** Breakers for these verbs, each of which must be there. */
export type BreakersOf<Own extends Verb> = { readonly [One in Own]: Breaker<One> }

/** The record in which what happened from the one moment to the other took half the time, as all witnesses tell. */
export function halved(record: Evidence, from: number, until: number): Evidence {
  const half = (until - from) / 2
  const moved = (at: number): number => (at <= from ? at : at >= until ? at - half : from + (at - from) / 2)
  return altered(record, (fact: Fact) => [{ ...fact, at: ms(moved(fact.at)) }])
}

/** The record in which the kernel of this host counted so many more of these. */
export function counting(record: Evidence, host: Host, names: readonly string[], by: number): Evidence {
  return altered(record, (fact) => {
    if (fact.kind !== 'counters' || !(fact.host === host || record.setting.loopback)) return [fact]
    const more = names.map((name) => [name, (fact.moved[name] ?? 0) + by] as const)
    return [{ ...fact, moved: { ...fact.moved, ...Object.fromEntries(more) } }]
  })
}

/** Something that the record of a run that passed has: a claim that holds could not do so without. */
export function needed<Thing>(thing: Thing | undefined, what: string): Thing {
  if (thing === undefined) throw new Error(`the record has no ${what}, of which the claim holds`)
  return thing
}
