import { InvalidArgumentError } from 'commander'
import { nearest } from '../catalogue/names.ts'
import type { Shard } from '../catalogue/plan.ts'
import { type ReportName, reportNames } from '../report/registry.ts'
import { type Limits, limitNames, readLimit, unitOf } from '../system/limits.ts'
import { type State, states } from '../tcp.ts'
import type { Predictions } from './predictions.ts'
import type { Spoken } from './spoken.ts'

/** A report that was asked for, and where it goes. */
export interface WantedReport {
  readonly kind: ReportName
  readonly path: string
}

/** Reads `--report <kind>=<path>`, which may be given several times. */
export function addReport(text: string, before: readonly WantedReport[] = []): WantedReport[] {
  const [, name = '', path = ''] = /^([^=]*)=(.+)$/s.exec(text) ?? []
  if (path === '') throw new InvalidArgumentError('It must be <kind>=<path>, such as junit=report.xml.')
  const kind = reportNames.find((each) => each === name)
  if (kind === undefined) throw new InvalidArgumentError(`There is no report '${name}'; ${nearest(name, reportNames)}`)
  if (before.some((each) => each.path === path))
    throw new InvalidArgumentError(`Two reports cannot both go to ${path}.`)
  return [...before, { kind, path }]
}

/** Reads a number from 1 on. */
export function positive(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('It must be a whole number, 1 or more.')
  return Number(text)
}

/** Reads a number from 0 on. */
export function natural(text: string): number {
  if (!/^\d{1,3}$/.test(text)) throw new InvalidArgumentError('It must be a whole number, 0 or more.')
  return Number(text)
}

/** Reads a state's name, in whatever case and with whatever between its words. */
export function readState(text: string): State {
  const wanted = text.toUpperCase().replaceAll('_', '-')
  const state = states.find((each) => each === wanted)
  if (state === undefined)
    throw new InvalidArgumentError(
      `There is no state '${text}'; ${nearest(wanted, states)} (The lab's name goes before --hold.)`,
    )
  return state
}

/** Reads how many times as fast as it was something is played: `0.1`, `2`. */
export function readSpeed(text: string): number {
  const speed = /^\d{1,4}(\.\d{1,4})?$/.test(text) ? Number(text) : 0
  if (speed === 0) throw new InvalidArgumentError('It must be a number above 0, such as 0.1 or 10.')
  return speed
}

/** Reads `2/4`: the second of four. */
export function readShard(text: string): Shard {
  const [, number, of] = /^(\d{1,4})\/(\d{1,4})$/.exec(text)?.map(Number) ?? []
  if (!number || !of || number > of) throw new InvalidArgumentError('It must be like 2/4: the second of four shards.')
  return { number, of }
}

/** Reads `memory=512M`, which may be given several times. */
export function addLimit(text: string, before: Partial<Limits> = {}): Partial<Limits> {
  const [, wanted = '', amount = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? []
  const name = limitNames.find((each) => each === wanted)
  if (name === undefined)
    throw new InvalidArgumentError(`There is no limit '${wanted}'; ${nearest(wanted, limitNames)}`)
  const value = readLimit(name, amount)
  if (value === undefined)
    throw new InvalidArgumentError(
      `'${amount}' is not a value for ${name}, which takes one such as ${examples[unitOf[name]]}.`,
    )
  return { ...before, [name]: value }
}

const examples = { bytes: '512M', seconds: '30', number: '64' } as const

/** What `run` was asked for. */
export interface RunOptions extends Spoken {
  readonly server?: string
  readonly client?: string
  /** The folder of one's own programs: they run there, and it is all of one's own that they see. */
  readonly folder?: string
  /** One's own programs run without the sandbox. */
  readonly trust?: boolean
  /** What they may take, where it is not the usual. */
  readonly limit?: Partial<Limits>
  readonly variant?: string
  readonly twin?: string
  readonly ipv6?: boolean
  /** Where the lab says, or at the first of these states that an end reaches. */
  readonly hold?: true | State
  readonly again?: number
  readonly json?: boolean
  readonly verbose?: boolean
  /** Whether a page is written beside the record. */
  readonly page?: boolean
  readonly report?: readonly WantedReport[]
  /** What somebody has predicted of this run; the command `predict` gives it. */
  readonly predictions?: Predictions
}

/** What a command gives the one that it starts inside namespaces; nobody types it. */
export interface InsideOptions {
  /** The run's slot. */
  readonly inside?: number
  /** The folder that its record goes to. */
  readonly record?: string
  /** Whether it says when its play only waits. */
  readonly tellsNews?: boolean
}

/** The same, looked at. */
export interface Given {
  readonly slot: number
  readonly folder: string
  readonly tellsNews: boolean
}
