import { cpSync } from 'node:fs'
import { oneLine } from '../report/printable.ts'
import { keepSubmission, type Place, taskFolder } from './place.ts'
import type { Plan } from './plan.ts'
import type { Grading, KeptSubmission } from './result.ts'
import { textOf } from './shard.ts'

/** What one machine has played. */
export interface Part {
  readonly place: Place
  readonly grading: Grading
  readonly submissions: readonly KeptSubmission[]
  /** The runs that it has kept, as submission's and task's names. */
  readonly runs: ReadonlyArray<{ readonly submission: string; readonly task: string }>
}

/** So many of a kind are named. */
const named = 3

/** Why these parts do not make one whole, a sentence each: each run must be in one part and no other, of the same files and plan. */
export function mistakesIn(parts: readonly Part[], plan: Plan): readonly string[] {
  const [first] = parts
  if (!first) return ['there is nothing to join']
  const others = parts.filter(({ grading }) => grading.hash !== first.grading.hash)
  if (others.length > 0)
    return others.map(({ place }) => `${place.folder} was graded by a different plan from ${first.place.folder}`)
  const differing = parts.flatMap((part) => differencesOf(part, first))
  if (differing.length > 0) return differing
  const wanted = first.submissions
    .filter(({ refused }) => refused === undefined)
    .flatMap(({ name }) => plan.labs.map(({ id }) => ({ name, id, count: countOf(parts, name, id) })))
  const missing = wanted.filter(({ count }) => count === 0)
  const twice = wanted.filter(({ count }) => count > 1)
  return [
    ...(missing.length > 0 ? [`${listed(missing)} missing${shardsMissing(parts)}`] : []),
    ...(twice.length > 0 ? [`${listed(twice)} there more than once: name each shard's folder once`] : []),
  ]
}

function differencesOf(part: Part, first: Part): string[] {
  const theirs = new Map(part.submissions.map((each) => [each.name, each]))
  const names = new Set([...first.submissions, ...part.submissions].map(({ name }) => name))
  const ours = new Map(first.submissions.map((each) => [each.name, each]))
  return [...names].flatMap((name) => {
    const [one, other] = [ours.get(name), theirs.get(name)]
    if (!one || !other) return [`the submission ${oneLine(name)} is not in ${(one ? part : first).place.folder}`]
    const isSame = one.hash === other.hash && (one.refused === undefined) === (other.refused === undefined)
    return isSame
      ? []
      : [`the submission ${oneLine(name)} was not the same in ${part.place.folder} as in ${first.place.folder}`]
  })
}

const countOf = (parts: readonly Part[], name: string, id: string): number =>
  parts.filter(({ runs }) => runs.some(({ submission, task }) => submission === name && task === id)).length

const listed = (runs: ReadonlyArray<{ readonly name: string; readonly id: string }>): string => {
  const some = runs.slice(0, named).map(({ name, id }) => oneLine(`${name} ${id}`))
  return `${some.join(', ')}${runs.length > named ? ` and ${runs.length - named} more` : ''} ${runs.length === 1 ? 'is' : 'are'}`
}

function shardsMissing(parts: readonly Part[]): string {
  const shards = parts.flatMap(({ grading }) => grading.shard ?? [])
  const of = shards[0]?.of ?? 0
  const lacking = Array.from({ length: of }, (_, index) => index + 1)
    .filter((number) => !shards.some((each) => each.number === number && each.of === of))
    .map((number) => textOf({ number, of }))
  return lacking.length > 0
    ? `: there is no folder of shard ${lacking.join(', ')}`
    : ': play the rest of them with --resume'
}

/** Copies all runs of the parts into one place. */
export function join(parts: readonly Part[], place: Place): void {
  for (const { place: from, submissions, runs } of parts) {
    for (const each of submissions) keepSubmission(place, each)
    const folders = new Map(submissions.map((each) => [each.name, each]))
    for (const { submission, task } of runs) {
      const who = folders.get(submission)
      if (who) cpSync(taskFolder(from, who, task), taskFolder(place, who, task), { recursive: true })
    }
  }
}
