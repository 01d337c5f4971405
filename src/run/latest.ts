import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { runsFolder } from './folders.ts'
import type { VerdictFile } from './verdict-file.ts'
import { readVerdict } from './verdict-file.ts'

/** A run on this machine whose record is still there. */
export interface LatestRun {
  readonly folder: string
  readonly verdict: VerdictFile
}

/**
 * The latest run of the lab itself and of each of its variants; twins are meant to fail and show nothing. A verdict that
 * cannot be read, or that is not this lab's, is passed over and named on standard error.
 */
export function latestRuns(lab: string): LatestRun[] {
  const parent = join(runsFolder, lab)
  const names = isFolder(parent) ? readdirSync(parent).filter((name) => name !== 'latest') : []
  const latest = new Map<string, LatestRun>()
  for (const name of names.sort()) {
    const folder = join(parent, name)
    const verdict = verdictOf(lab, folder)
    if (verdict && verdict.twin === undefined) latest.set(verdict.variant ?? '', { folder, verdict })
  }
  return [...latest.values()]
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false

function verdictOf(lab: string, folder: string): VerdictFile | undefined {
  try {
    const verdict = readVerdict(folder)
    if (verdict === undefined || verdict.lab === lab) return verdict
    throw new Error(`it is of the lab ${verdict.lab}`)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    process.stderr.write(`lab: passing over ${folder}: its verdict does not count here: ${why}\n`)
    return undefined
  }
}
