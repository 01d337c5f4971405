import { byTime, type Evidence, type Fact } from '../../src/evidence.ts'
import type { Random } from './random.ts'

/** A record that was tampered with, and what was done to it. */
export interface Mutation {
  readonly what: string
  readonly evidence: Evidence
}

/** One way to tamper with a record, as a witness that errs, a machine that fails or a cheat would. */
export interface Kind {
  readonly name: string
  /** Nothing, where this record has nothing of the kind to change. */
  mutate(record: Evidence, random: Random): Mutation | undefined
}

/** The record with each of its facts replaced by these, in the order of time again. */
export function altered(record: Evidence, alter: (fact: Fact) => readonly Fact[]): Evidence {
  return { ...record, facts: record.facts.flatMap(alter).toSorted(byTime) }
}

export const removed = (record: Evidence, isGone: (fact: Fact) => boolean): Evidence =>
  altered(record, (fact) => (isGone(fact) ? [] : [fact]))

const replaced = <Kept extends Fact>(record: Evidence, old: Kept, ...by: readonly Fact[]): Evidence =>
  altered(record, (fact) => (fact === old ? by : [fact]))

export const added = (record: Evidence, ...facts: readonly Fact[]): Evidence => ({
  ...record,
  facts: [...record.facts, ...facts].toSorted(byTime),
})

/** A kind that takes away all that some rule names; nothing where the rule names nothing. */
export const takingAway = (name: string, ruleOf: (record: Evidence, random: Random) => Rule | undefined): Kind => ({
  name,
  mutate(record, random) {
    const rule = ruleOf(record, random)
    if (!rule || !record.facts.some(rule.isGone)) return undefined
    return { what: rule.what, evidence: removed(record, rule.isGone) }
  },
})

export interface Rule {
  readonly what: string
  readonly isGone: (fact: Fact) => boolean
}

/** A kind that changes one fact of those that are fit for it. */
export const changingOne = <One extends Fact>(
  name: string,
  those: (record: Evidence) => readonly One[],
  change: (fact: One, random: Random, record: Evidence) => { what: string; by: readonly Fact[] } | undefined,
): Kind => ({
  name,
  mutate(record, random) {
    const fact = random.pick(those(record))
    const changed = fact && change(fact, random, record)
    return fact && changed && { what: changed.what, evidence: replaced(record, fact, ...changed.by) }
  },
})
