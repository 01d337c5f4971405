import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { recordsOf, runsFolder } from './folders.ts'
import type { VerdictFile } from './verdict-file.ts'
import { readVerdict } from './verdict-file.ts'

/** A run on this machine whose record is still there. */
export interface LatestRun {
  readonly folder: string
  readonly verdict: VerdictFile
}

/** What the runs of a lab, or of one of its variants, came to: one that failed lately does not undo what was shown before. */
export interface LatestRuns {
  readonly variant?: string
  readonly last: LatestRun
  readonly lastPass?: LatestRun
}

/** Is told of a run that does not count, by its folder, and why. */
type PassOver = (folder: string, why: string) => void

/**
 * The latest runs of the lab itself and of each of its variants. Twins are meant to fail and show nothing, and a run of
 * somebody's own program tells of the program. A verdict that cannot be read, or that is not this lab's, is passed over, and
 * whoever asks is told.
 */
export function latestRuns(lab: string, passOver: PassOver): LatestRuns[] {
  const parent = join(runsFolder, recordsOf(lab))
  const names = isFolder(parent) ? readdirSync(parent).filter((name) => name !== 'latest') : []
  const latest = new Map<string, LatestRuns>()
  for (const name of names.sort()) {
    const folder = join(parent, name)
    const verdict = verdictOf(lab, folder, passOver)
    if (!verdict || verdict.twin !== undefined || (verdict.replaced ?? []).length > 0) continue
    const { variant } = verdict
    const last = { folder, verdict }
    // A folder may have been copied, or have got another name.
    if (verdict.began < (latest.get(variant ?? '')?.last.verdict.began ?? '')) continue
    const lastPass = verdict.verdict === 'pass' ? last : latest.get(variant ?? '')?.lastPass
    latest.set(variant ?? '', {
      ...(variant === undefined ? {} : { variant }),
      last,
      ...(lastPass ? { lastPass } : {}),
    })
  }
  return [...latest.values()]
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false

function verdictOf(lab: string, folder: string, passOver: PassOver): VerdictFile | undefined {
  try {
    const verdict = readVerdict(folder)
    if (verdict === undefined || verdict.lab === lab) return verdict
    throw new Error(`it is of the lab ${verdict.lab}`)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    passOver(folder, `its verdict does not count here: ${why}`)
    return undefined
  }
}
