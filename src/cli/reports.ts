import { closeSync, openSync, writeFileSync } from 'node:fs'
import { chown, lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { HostLacks, WrongUsage } from '../errors.ts'
import type { Evidence } from '../evidence.ts'
import { captureOf } from '../report/pcapng.ts'
import { type ReportName, reportKind } from '../report/registry.ts'
import type { Told } from '../report.ts'
import { locate, widenPath } from '../system/tools.ts'
import type { Speaker } from '../words.ts'
import type { WantedReport } from './arguments.ts'

/**
 * Sees to it, before anything is played, that each report can be written. The files are empty from then on: whatever
 * keeps this command from writing them, nobody takes an earlier run's report for its.
 */
export function requireReports(wanted: readonly WantedReport[], of: Told['of']): void {
  for (const { kind } of wanted) {
    if (!reportKind(kind).of.includes(of))
      throw new WrongUsage(`the report ${kind} is drawn from the capture of one run; play it with: lab run <lab>`)
    if (isDrawn(kind)) requireEditcap()
  }
  for (const { kind, path } of wanted) {
    try {
      closeSync(openSync(path, 'w'))
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      throw new WrongUsage(`the report ${kind} cannot be written to ${path}: ${why}`)
    }
  }
}

/** Whether it is drawn from the run's own capture, by editcap. */
export const isDrawn = (kind: ReportName): boolean => reportKind(kind).text === undefined

/** The package is not among those that every run needs: it is large, and only this report calls it. */
function requireEditcap(): void {
  widenPath()
  if (!locate('editcap'))
    throw new HostLacks(
      'this machine has no editcap (looked in PATH), which --report pcapng needs; install with: apt-get install wireshark-common',
    )
}

/** Loads what writes them: while somebody's own program goes on nothing is loaded that it could have written. */
export async function loadReports(wanted: readonly WantedReport[]): Promise<void> {
  await Promise.all(wanted.map(({ kind }) => reportKind(kind).text?.() ?? import('./annotate.ts')))
}

/** Writes what was told of in words; a report drawn from a record is written by whoever has it. */
export async function writeReports(wanted: readonly WantedReport[], told: Told, say: Speaker): Promise<void> {
  for (const { kind, path } of wanted) {
    const write = await reportKind(kind).text?.()
    if (!write) continue
    writeFileSync(path, write(told, say))
    await giveToUser(path)
  }
}

/** Writes the run's capture with a comment at each segment that changes a state. */
export async function writeCaptures(
  wanted: readonly WantedReport[],
  { folder, evidence }: { readonly folder: string; readonly evidence: Evidence },
): Promise<void> {
  for (const { kind, path } of wanted) {
    if (!isDrawn(kind)) continue
    const { annotate } = await import('./annotate.ts')
    await annotate(join(folder, captureOf(evidence)), path, evidence)
    await giveToUser(path)
  }
}

/** Through sudo we are root, but the report is the user's. */
async function giveToUser(path: string): Promise<void> {
  const { SUDO_UID, SUDO_GID } = process.env
  if (process.getuid?.() !== 0 || SUDO_UID === undefined || SUDO_GID === undefined) return
  if ((await lstat(path)).isFile()) await chown(path, Number(SUDO_UID), Number(SUDO_GID))
}
