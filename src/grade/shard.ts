import type { Shard } from '../catalogue/plan.ts'
import { WrongUsage } from '../errors.ts'

/** A part of the work, and who said that it is ours. */
export interface ToldShard extends Shard {
  readonly by: string
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The part of the work that is this machine's, as what started us says: TCP_LABS_SHARD=3/8, a Slurm array, an indexed job of
 * Kubernetes, GitLab's `parallel`. TCP_LABS_SHARDS says of how many where the engine does not, or where it starts only some of
 * them again. Undefined where nobody says anything.
 * @throws WrongUsage where what is said makes no sense: to play all then would be to play everything eight times
 */
export function shardIn(environment: Environment): ToldShard | undefined {
  const shards = engines.flatMap((read) => read(environment) ?? [])
  const [first, ...others] = shards
  const other = others.find((each) => each.number !== first?.number || each.of !== first.of)
  if (first && other)
    throw new WrongUsage(
      `${first.by} says shard ${textOf(first)}, and ${other.by} says ${textOf(other)}; say which with --shard`,
    )
  return first
}

export const textOf = ({ number, of }: Shard): string => `${number}/${of}`

const engines: ReadonlyArray<(environment: Environment) => ToldShard | undefined> = [own, slurm, kubernetes, gitlab]

function own({ TCP_LABS_SHARD: text }: Environment): ToldShard | undefined {
  if (!text) return undefined
  const [, number, of] = /^(\d{1,5})\/(\d{1,5})$/.exec(text) ?? []
  return checked('TCP_LABS_SHARD', { number: Number(number), of: Number(of) }, `it is '${text}'`)
}

/** Whoever starts one task of an array again has an array of one: then TCP_LABS_SHARDS says of how many it was, counted from 1. */
function slurm(environment: Environment): ToldShard | undefined {
  const { SLURM_ARRAY_TASK_ID: id, SLURM_ARRAY_TASK_COUNT: count, TCP_LABS_SHARDS: of } = environment
  const { SLURM_ARRAY_TASK_MIN: first, SLURM_ARRAY_TASK_STEP: step } = environment
  if (!id) return undefined
  const said = `the task is '${id}' of '${of || count}', from '${first}' on`
  const shard = of
    ? { number: Number(id), of: Number(of) }
    : { number: (Number(id) - Number(first || 'none')) / Number(step || 1) + 1, of: Number(count || 'none') }
  return checked('Slurm', shard, said)
}

/** Its index counts from 0, and nobody tells a pod of how many. */
function kubernetes({ JOB_COMPLETION_INDEX: index, TCP_LABS_SHARDS: of }: Environment): ToldShard | undefined {
  if (!index) return undefined
  const said = `JOB_COMPLETION_INDEX is '${index}' and TCP_LABS_SHARDS '${of ?? ''}', which must be the number of completions`
  return checked('Kubernetes', { number: Number(index) + 1, of: Number(of || 'none') }, said)
}

/** A job without `parallel` has a total of 1, and no index. */
function gitlab({ CI_NODE_INDEX: index, CI_NODE_TOTAL: of }: Environment): ToldShard | undefined {
  if (!index) return undefined
  return checked('GitLab', { number: Number(index), of: Number(of || 'none') }, `it is '${index}' of '${of ?? ''}'`)
}

function checked(by: string, { number, of }: Shard, said: string): ToldShard {
  if (Number.isInteger(number) && Number.isInteger(of) && number >= 1 && number <= of) return { number, of, by }
  throw new WrongUsage(`${by} does not say which shard to play (${said}); say so with --shard, such as --shard 3/8`)
}

/** Dealt like cards, so that each shard gets its part of what takes long; the order must be the same on all machines. */
export const dealt = <Each>(all: readonly Each[], { number, of }: Shard): readonly Each[] =>
  all.filter((_, index) => index % of === number - 1)
