import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runsFolder } from './folders.ts'
import type { VerdictFile } from './verdict.ts'

/** A run on this machine whose record is still there. */
export interface LatestRun {
  readonly folder: string
  readonly verdict: VerdictFile
}

/** The latest run of the lab itself and of each of its variants; twins are meant to fail and show nothing. */
export function latestRuns(lab: string): LatestRun[] {
  const parent = join(runsFolder, lab)
  const names = existsSync(parent) ? readdirSync(parent).filter((name) => name !== 'latest') : []
  const latest = new Map<string, LatestRun>()
  for (const name of names.sort()) {
    const folder = join(parent, name)
    const file = join(folder, 'verdict.json')
    if (!existsSync(file)) continue
    const verdict = JSON.parse(readFileSync(file, 'utf8')) as VerdictFile
    if (verdict.twin === undefined) latest.set(verdict.variant ?? '', { folder, verdict })
  }
  return [...latest.values()]
}
