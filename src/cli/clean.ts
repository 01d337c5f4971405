import { findLab } from '../catalogue/names.ts'
import { runsFolder } from '../run/folders.ts'
import { labsWithRuns, type OldRun, removeRuns, sortRuns } from '../run/kept.ts'
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
  if (!options.dryRun) for (const { lab, old } of sorted) removeRuns(lab, old)
  const removed = sumOf(sorted.flatMap(({ old }) => old))
  const left = sumOf(sorted.flatMap(({ kept }) => kept))
  const told = { folder: runsFolder, removed, left }
  process.stdout.write(
    options.json
      ? `${JSON.stringify(told, undefined, 2)}\n`
      : `${spoken(options).reports.cleaned({ ...told, only: options.dryRun ?? false })}\n`,
  )
}

const sumOf = (runs: readonly OldRun[]) => ({
  runs: runs.length,
  bytes: runs.reduce((sum, { bytes }) => sum + bytes, 0),
})
