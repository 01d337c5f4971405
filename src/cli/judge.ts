import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { findLab, isOutside } from '../catalogue/names.ts'
import { castLab } from '../catalogue.ts'
import { WrongUsage } from '../errors.ts'
import type { Evidence } from '../evidence.ts'
import { terminalReport } from '../report/terminal.ts'
import { recordsOf, runsFolder } from '../run/folders.ts'
import { judgeRun } from '../run/judge.ts'
import { spokenIn } from '../run/verdict-file.ts'
import { storyEnd } from '../story/end.ts'
import type { Speaker } from '../words.ts'
import type { WantedReport } from './arguments.ts'
import { type FoundRecord, findRecord } from './records.ts'
import { drawReports, requireReports, writeReports } from './reports.ts'
import { type Spoken, spoken, titleIn } from './spoken.ts'
import { askedOf, toldVerdict } from './told-run.ts'

export interface JudgeOptions extends Spoken {
  readonly json?: boolean
  readonly verbose?: boolean
  /** Where the lab is now, of a record of one outside the checkout. */
  readonly lab?: string
  readonly report?: readonly WantedReport[]
}

/**
 * Judges a recorded run again, from its record alone, and resolves to the status that the run itself ended with.
 *
 * @param given its folder, or a lab's name for the latest of it
 */
export async function judgeCommand(given: string, options: JudgeOptions): Promise<number> {
  const { json = false, verbose = false, report = [] } = options
  const say = spoken(options)
  const found = findRecord(given)
  if (report.length > 0) requireReports(report, 'a run')
  const judged = await judgeAgain(found, options)
  const { judgement } = judged
  const file = { ...judged.file, title: titleIn(judged.cast.lab, options) }
  if (json) process.stdout.write(`${JSON.stringify(spokenIn(judged.file, say), undefined, 2)}\n`)
  else process.stdout.write(terminalReport({ ...found, judgement, file }, { verbose, ladderShown: true, say }))
  await reportAgain(found, judged, { report, say })
  return file.status
}

type Judged = Awaited<ReturnType<typeof judgeAgain>>

/** What a record comes to, by the lab as it is now. */
export async function judgeAgain({ folder, evidence }: FoundRecord, { lab }: Pick<JudgeOptions, 'lab'>) {
  const { variant, twin } = evidence.setting
  const cast = await castLab(lab === undefined ? labOf(folder, evidence) : findLab(lab), variant, twin)
  return { cast, ...judgeRun(cast, evidence) }
}

/**
 * The lab that the record names. One outside the checkout is code at a path that the record itself names: it is loaded only
 * where this program has put the record.
 */
function labOf(folder: string, { setting: { lab } }: Evidence): string {
  if (!isOutside(lab)) return lab
  const ofOurs = join(runsFolder, recordsOf(lab))
  if (dirname(folder) !== ofOurs)
    throw new WrongUsage(
      `this record is of a lab outside the checkout, in ${lab}, and was not made here; a lab is a program: if you trust it, say where it is with --lab <folder>`,
    )
  if (!existsSync(lab))
    throw new WrongUsage(
      `this record is of a lab in ${lab}, which is no longer there; say where it is with --lab <folder>`,
    )
  return lab
}

/** Writes reports of a run that was played before; its time is that of its story. */
export async function reportAgain(
  { folder: record, evidence }: FoundRecord,
  { cast, file, judgement }: Judged,
  { report, say }: { readonly report: readonly WantedReport[]; readonly say: Speaker },
): Promise<void> {
  const seconds = storyEnd(evidence) / 1000
  const run = toldVerdict(askedOf(cast), file, { seconds, record, evidence })
  await writeReports(report, { of: 'a run', runs: [run], notPlayed: [], seconds }, say)
  await drawReports(report, { folder: record, evidence, cast, judgement }, say)
}
