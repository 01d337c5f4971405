import { matchesGlob } from 'node:path'
import { WrongUsage } from '../errors.ts'
import type { Change, Lab } from '../lab.ts'
import { type Milliseconds, s } from '../tcp.ts'
import { nearest } from './names.ts'

/** A run that is to be: of a lab itself, or of one of its variants. */
export interface Planned {
  readonly lab: string
  readonly variant?: string
  /** Which of several runs of the same it is, from 1 on; not said where each is played once. */
  readonly round?: number
  readonly takes: Milliseconds
}

/** The third of four machines that share the work plays what `{ number: 3, of: 4 }` leaves. */
export interface Shard {
  readonly number: number
  readonly of: number
}

export interface Choice {
  /** A part of a name, or a glob: `close`, `close-*`, `*\/destroy`. */
  readonly filter?: string
  readonly shard?: Shard
  readonly repeat?: number
  readonly variants?: boolean
}

export interface NamedLab {
  readonly name: string
  readonly lab: Pick<Lab, 'takes' | 'variants'>
}

/** As it is written in filters and reports: `close-wait`, `close-wait/destroy`. */
export const nameOf = ({ lab, variant }: Pick<Planned, 'lab' | 'variant'>): string =>
  variant === undefined ? lab : `${lab}/${variant}`

/** What is to be played, the longest first, so that a minute's wait does not begin when all else is done. */
export function plan(labs: readonly NamedLab[], { filter, shard, repeat = 1, variants = true }: Choice): Planned[] {
  const all = labs.flatMap(({ name, lab }) => [alone(name, lab), ...(variants ? variantsOf(name, lab) : [])])
  const chosen = filter === undefined ? all : matching(all, filter)
  const mine = shard === undefined ? chosen : dealt(chosen.toSorted(longestFirst), shard)
  return repeated(mine, repeat).toSorted(longestFirst)
}

const second = s(1)

const alone = (name: string, { takes = second }: NamedLab['lab']): Planned => ({ lab: name, takes })

const variantsOf = (name: string, lab: NamedLab['lab']): Planned[] =>
  Object.entries(lab.variants ?? {}).map(([variant, change]) => ({ lab: name, variant, takes: timeOf(change, lab) }))

/** A variant with another play takes another time; only one that keeps the lab's takes as long as the lab. */
export const timeOf = ({ takes, play }: Partial<Pick<Change, 'takes' | 'play'>>, lab: NamedLab['lab']): Milliseconds =>
  takes ?? (play ? second : (lab.takes ?? second))

/** By length, then round, then name: the order does not depend on the machine, which is what shards rest on. */
const longestFirst = (a: Planned, b: Planned): number =>
  b.takes - a.takes || (a.round ?? 0) - (b.round ?? 0) || (nameOf(a) < nameOf(b) ? -1 : 1)

function matching(all: readonly Planned[], filter: string): Planned[] {
  const isGlob = /[*?[{]/.test(filter)
  // A pattern of a lab's name means its variants too, as a part of the name does.
  const chosen = all.filter((each) =>
    isGlob ? matchesGlob(nameOf(each), filter) || matchesGlob(each.lab, filter) : nameOf(each).includes(filter),
  )
  if (chosen.length > 0) return chosen
  throw new WrongUsage(`no lab or lab/variant matches '${filter}'; ${nearest(filter, all.map(nameOf))}`)
}

/** Dealt like cards, so that each shard gets its part of the long ones. */
function dealt(sorted: readonly Planned[], { number, of }: Shard): Planned[] {
  const mine = sorted.filter((_, index) => index % of === number - 1)
  // A machine that plays nothing must not look like one that passed.
  if (mine.length === 0)
    throw new WrongUsage(`shard ${number}/${of} is empty: there are only ${sorted.length} runs to share out`)
  return mine
}

const repeated = (planned: readonly Planned[], times: number): Planned[] =>
  times === 1
    ? [...planned]
    : planned.flatMap((each) => Array.from({ length: times }, (_, index) => ({ ...each, round: index + 1 })))
