import { findLab } from '../catalogue/names.ts'
import { runsFolder } from '../run/folders.ts'
import { bytesIn, labsWithRuns, removeRuns, sortRuns } from '../run/kept.ts'
import { type Spoken, spoken } from './spoken.ts'

export interface CleanOptions extends Spoken {
  readonly keep: number
  readonly dryRun?: boolean
  readonly json?: boolean
}

/** Removes old runs, of these labs or of all, and says how many went and how many are left. */
export function cleanCommand(given: readonly string[], options: CleanOptions): void {
  const labs = given.length > 0 ? given.map(findLab) : labsWithRuns()
  const sorted = labs.map((lab) => ({ lab, ...sortRuns(lab, options.keep) }))
  const [old, kept] = [sorted.flatMap((each) => each.old), sorted.flatMap((each) => each.kept)]
  const bytes = new Map([...old, ...kept].map((run) => [run, bytesIn(run)]))
  if (!options.dryRun) for (const each of sorted) removeRuns(each.lab, each.old)
  const told = { folder: runsFolder, removed: sumOf(old, bytes), left: sumOf(kept, bytes) }
  process.stdout.write(
    options.json
      ? `${JSON.stringify(told, undefined, 2)}\n`
      : `${spoken(options).reports.cleaned({ ...told, only: options.dryRun ?? false })}\n`,
  )
}

const sumOf = (runs: readonly string[], bytes: ReadonlyMap<string, number>) => ({
  runs: runs.length,
  bytes: runs.reduce((sum, run) => sum + (bytes.get(run) ?? 0), 0),
})
