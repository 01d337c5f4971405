import { lstatSync, readdirSync, readFileSync, rmSync, unlinkSync } from 'node:fs'
import { basename, join } from 'node:path'
import { labNames } from '../catalogue/names.ts'
import { processes } from '../system/processes.ts'
import { nameOfTime, recordsOf, runsFolder } from './folders.ts'
import { latestRuns } from './latest.ts'
import { readVerdict, verdictName } from './verdict-file.ts'

/** The folders of a lab's runs: those that may go, and those that stay. */
export interface Sorted {
  readonly old: readonly string[]
  readonly kept: readonly string[]
}

/** So many runs of a lab are kept where nothing is said: a day's work, of some 0.3 MB each. */
const usual = 50

/** How many runs of each lab stay: TCP_LABS_KEEP of the environment, a number or `all`. Anything else is passed over. */
export function keptOfEachLab(said = process.env.TCP_LABS_KEEP): number {
  if (said === 'all') return Number.POSITIVE_INFINITY
  return said !== undefined && /^\d{1,6}$/.test(said) ? Math.max(1, Number(said)) : usual
}

/**
 * The runs of a lab but the latest so many, and but the latest and the latest that passed of the lab and of each variant: on these
 * `claims` and `coverage` rest. With 0 none is kept. Whatever no run has written, and what is being written, is kept.
 */
export function sortRuns(lab: string, keep: number): Sorted {
  const parent = join(runsFolder, recordsOf(lab))
  const runs = runNames(parent).map((name) => join(parent, name))
  const newest = keep === 0 ? [] : runs.slice(-keep)
  if (newest.length === runs.length) return { old: [], kept: runs }
  const shown = keep === 0 ? [] : latestRuns(lab, () => {}).flatMap(({ last, lastPass }) => [last, lastPass ?? last])
  const staying = new Set([...newest, ...shown.map(({ folder }) => folder)])
  const lines = commandLines()
  const mayGo = (run: string): boolean => !staying.has(run) && isWhole(run) && !isBeingWritten(run, lines)
  const { old = [], kept = [] } = Object.groupBy(runs, (run) => (mayGo(run) ? 'old' : 'kept'))
  return { old, kept }
}

/** Removes them, and the link to the latest where it leads nowhere then. */
export function removeRuns(lab: string, old: readonly string[]): void {
  for (const folder of old) rmSync(folder, { recursive: true, force: true })
  const parent = join(runsFolder, recordsOf(lab))
  const link = join(parent, 'latest')
  const led = lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink()
  if (led && runNames(parent).length === 0) unlinkSync(link)
}

/**
 * After a run, or several that began after `before`, so that they do not pile up for ever: most times a look at one folder. What
 * cannot be removed, another user's for one, stays: no run fails for that.
 */
export function removeOldRuns(lab: string, { keep = keptOfEachLab(), before = new Date() } = {}): void {
  if (runNames(join(runsFolder, recordsOf(lab))).length <= keep) return
  const isEarlier = (folder: string): boolean => basename(folder) < nameOfTime(before)
  try {
    removeRuns(lab, sortRuns(lab, keep).old.filter(isEarlier))
  } catch {
    // `clean` says why.
  }
}

/** The labs of which there are runs; of one outside labs/ its folder, as its runs tell it. */
export const labsWithRuns = (): string[] =>
  subfolders(runsFolder).flatMap((name) => {
    if (!name.includes('@')) return labNames().includes(name) ? [name] : []
    const told = runNames(join(runsFolder, name))
      .values()
      .map((run) => labIn(join(runsFolder, name, run)))
    return told.find((lab) => lab !== undefined && recordsOf(lab) === name) ?? []
  })

function labIn(folder: string): string | undefined {
  try {
    return readVerdict(folder)?.lab
  } catch {
    return undefined
  }
}

/** The folders that were made for runs, the oldest first. */
const runNames = (parent: string): string[] =>
  subfolders(parent).filter((name) => /^\d{4}-\d\d-\d\dT[\d.]+Z(-\d+)?$/.test(name))

function subfolders(parent: string): string[] {
  try {
    return readdirSync(parent, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort()
  } catch {
    return []
  }
}

const written = /^((client|router|server)\.pcap|evidence\.jsonl|verdict\.json|page\.html|predictions\.json)$/

/** Whether all in it was written by a run: what somebody has put beside is theirs. */
const isWhole = (folder: string): boolean =>
  readdirSync(folder, { withFileTypes: true }).every((entry) => entry.isFile() && written.test(entry.name))

const hour = 3_600_000

/** A run without a verdict may be going on where nobody here sees its processes, in a container for one. */
function isBeingWritten(folder: string, lines: readonly string[]): boolean {
  if (lines.some((line) => line.includes(folder))) return true
  const hasVerdict = lstatSync(join(folder, verdictName), { throwIfNoEntry: false })?.isFile() ?? false
  return !hasVerdict && Date.now() - lstatSync(folder).mtimeMs < hour
}

/** A run's own command names its folder. */
const commandLines = (): string[] =>
  processes().map(({ pid }) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    } catch {
      return ''
    }
  })

/** What a run's folder takes. */
export const bytesIn = (folder: string): number =>
  readdirSync(folder).reduce(
    (sum, name) => sum + (lstatSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0),
    0,
  )
