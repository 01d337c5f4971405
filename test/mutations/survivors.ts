import type { Cast } from '../../src/catalogue.ts'
import type { Evidence, Fact } from '../../src/evidence.ts'
import { judgeRun } from '../../src/run/judge.ts'
import { holes } from './holes.ts'
import { kinds } from './kinds.ts'
import { type MayPass, reasons } from './may-pass.ts'
import type { Kind } from './mutation.ts'
import { type Random, randomFrom } from './random.ts'

/** A record that passes, and the lab by which it is judged. */
export interface Passing {
  readonly name: string
  readonly cast: Cast
  readonly record: Evidence
}

/** A record that was tampered with and passes still. */
export interface Survivor {
  readonly name: string
  readonly kind: string
  readonly what: string
  readonly record: Evidence
  readonly mutant: Evidence
  /** The facts that the mutant has no more, and those that it has instead. */
  readonly gone: readonly Fact[]
  readonly new: readonly Fact[]
  readonly cast: Cast
}

/** The n-th mutant of a campaign: kinds in turn, records by chance; nothing where the record has nothing of the kind. */
export function mutantOf(passing: readonly Passing[], seed: number, number: number) {
  const random: Random = randomFrom(Math.imul(seed, 0x9e3779b1) + number)
  const kind = kinds[number % kinds.length] as Kind
  const from = random.pick(passing)
  const mutation = from && kind.mutate(from.record, random)
  return mutation && { from, kind, ...mutation }
}

type Mutant = NonNullable<ReturnType<typeof mutantOf>>

export function survivorOf({ from, kind, what, evidence }: Mutant): Survivor | undefined {
  // Results are remembered by record: each mutant is a record of its own.
  if (judgeRun(from.cast, evidence).file.verdict !== 'pass') return undefined
  const [before, after] = [new Set(from.record.facts), new Set(evidence.facts)]
  return {
    name: from.name,
    kind: kind.name,
    what,
    record: from.record,
    mutant: evidence,
    gone: from.record.facts.filter((fact) => !after.has(fact)),
    new: evidence.facts.filter((fact) => !before.has(fact)),
    cast: from.cast,
  }
}

/** Why it may pass; nothing where there is no reason, and the judge has a hole. */
export const reasonFor = (survivor: Survivor): MayPass | undefined => reasons.find((each) => isOf(each, survivor))

/** The hole through which it passed, where it is known. */
export const holeFor = (survivor: Survivor): MayPass | undefined => holes.find((each) => isOf(each, survivor))

const isOf = ({ kinds: named, holds }: MayPass, survivor: Survivor): boolean =>
  named.includes(survivor.kind) && (holds?.(survivor) ?? true)
