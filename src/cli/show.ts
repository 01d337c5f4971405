import { timedLadder } from '../report/ladder.ts'
import { wantsColor } from '../report/style.ts'
import { exitStatus } from '../run/exit-status.ts'
import type { WantedReport } from './arguments.ts'
import { judgeAgain, reportAgain } from './judge.ts'
import { findRecord } from './records.ts'
import { playLines, requireTerminal, stepLines } from './replay.ts'
import { requireReports } from './reports.ts'
import { type Spoken, spoken } from './spoken.ts'

export interface ShowOptions extends Spoken {
  readonly json?: boolean
  readonly whole?: boolean
  /** Row by row on the record's clock, so many times as fast; or a row for each key. */
  readonly play?: boolean
  readonly speed?: number
  readonly step?: boolean
  /** Where the lab is now, of a record of one outside the checkout. */
  readonly lab?: string
  readonly report?: readonly WantedReport[]
}

/** Draws the ladder of a recorded run, at once or row by row; as JSON, its whole record. Resolves to the exit status. */
export async function showCommand(given: string, options: ShowOptions): Promise<number> {
  const { json = false, whole = false, play = false, speed, step = false, report = [] } = options
  if (step) requireTerminal()
  const say = spoken(options)
  const found = findRecord(given)
  if (report.length > 0) {
    requireReports(report, 'a run')
    await reportAgain(found, await judgeAgain(found, options), { report, say })
  }
  if (json) {
    process.stdout.write(`${JSON.stringify(found.evidence, undefined, 2)}\n`)
    return exitStatus.pass
  }
  const width = Math.min(120, process.stdout.columns ?? 80)
  const lines = timedLadder(found.evidence, { width, colors: wantsColor(process.stdout), whole, say })
  if (step) return stepLines(lines, say.reports.step)
  if (play || speed !== undefined) return playLines(lines, speed ?? 1)
  process.stdout.write(`${lines.map(({ line }) => line).join('\n')}\n`)
  return exitStatus.pass
}
