import { closeSync, openSync, writeFileSync } from 'node:fs'
import { chown, lstat } from 'node:fs/promises'
import { HostLacks, WrongUsage } from '../errors.ts'
import { type ReportName, reportKind } from '../report/registry.ts'
import type { Told } from '../report.ts'
import { locate, widenPath } from '../system/tools.ts'
import { nameOf } from '../words/spoken.ts'
import type { Speaker } from '../words.ts'
import type { WantedReport } from './arguments.ts'
import type { JudgedRun } from './page.ts'

/**
 * Sees to it, before anything is played, that each report can be written. The files are empty from then on: whatever
 * keeps this command from writing them, nobody takes an earlier run's report for its.
 */
export function requireReports(wanted: readonly WantedReport[], of: Told['of']): void {
  for (const { kind } of wanted) {
    if (!reportKind(kind).of.includes(of))
      throw new WrongUsage(`the report ${kind} is made from the record of one run; play it with: lab run <lab>`)
    if (kind === 'pcapng') requireWireshark()
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

/** Whether it is drawn from the run's own record. */
export const isDrawn = (kind: ReportName): boolean => reportKind(kind).text === undefined

/** The package is not among those that every run needs: it is large, and only this report calls it. */
function requireWireshark(): void {
  widenPath()
  const lacking = ['editcap', 'mergecap'].find((tool) => !locate(tool))
  if (lacking !== undefined)
    throw new HostLacks(
      `this machine has no ${lacking} (looked in PATH), which --report pcapng needs; install with: apt-get install wireshark-common`,
    )
}

/** Loads what writes them: while somebody's own program goes on nothing is loaded that it could have written. */
export async function loadReports(wanted: readonly WantedReport[]): Promise<void> {
  await Promise.all(wanted.map(({ kind }) => reportKind(kind).text?.() ?? drawers[kind]?.()))
}

/** What draws those that are drawn from a record. */
const drawers: Readonly<Partial<Record<ReportName, () => Promise<unknown>>>> = {
  html: () => import('./page.ts'),
  pcapng: () => import('./annotate.ts'),
}

/** Writes what was told of in words; a report drawn from a record is written by whoever has it. */
export async function writeReports(wanted: readonly WantedReport[], told: Told, say: Speaker): Promise<void> {
  for (const { kind, path } of wanted) {
    const write = await reportKind(kind).text?.()
    if (write) writeFileSync(path, write(told, say))
    else if (told.of === 'many runs') await (await import('./index-page.ts')).writeIndex(path, told.runs, nameOf(say))
    else continue
    await giveToUser(path)
  }
}

/** Writes what is drawn from a run's own record: its page, its capture with comments. */
export async function drawReports(wanted: readonly WantedReport[], judged: JudgedRun, say: Speaker): Promise<void> {
  const { folder, evidence } = judged
  for (const { kind, path } of wanted) {
    if (!isDrawn(kind)) continue
    if (kind === 'html') await (await import('./page.ts')).writePage(path, judged, nameOf(say))
    else await (await import('./annotate.ts')).annotate(folder, path, evidence, say)
    await giveToUser(path)
  }
}

/** Through sudo we are root, but the report is the user's. */
async function giveToUser(path: string): Promise<void> {
  const { SUDO_UID, SUDO_GID } = process.env
  if (process.getuid?.() !== 0 || SUDO_UID === undefined || SUDO_GID === undefined) return
  if ((await lstat(path)).isFile()) await chown(path, Number(SUDO_UID), Number(SUDO_GID))
}
