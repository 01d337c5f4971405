import { join } from 'node:path'
import { labNames } from '../catalogue/names.ts'
import { type Choice, type Planned, plan } from '../catalogue/plan.ts'
import { loadLab } from '../catalogue.ts'
import type { Evidence } from '../evidence.ts'
import { type Board, followAll, optionsFor } from '../report/board.ts'
import { saidBy } from '../report/explained.ts'
import { summary } from '../report/summary.ts'
import type { Told, ToldRun } from '../report.ts'
import { type Ended, playChild } from '../run/child.ts'
import { exitStatus, worstStatus } from '../run/exit-status.ts'
import { runsFolder } from '../run/folders.ts'
import { isOnlyLate } from '../run/foreground.ts'
import { requireMachine } from '../run/inside.ts'
import { removeOldRuns } from '../run/kept.ts'
import { inRounds } from '../run/rounds.ts'
import { calmness, roomHere } from '../run/side-by-side.ts'
import type { Found } from '../verdict.ts'
import { nameOf } from '../words/spoken.ts'
import type { Speaker } from '../words.ts'
import type { WantedReport } from './arguments.ts'
import { failureOf } from './failure.ts'
import { requireReports, writeReports } from './reports.ts'
import { type Spoken, spoken } from './spoken.ts'
import { listenForStop } from './stopping.ts'
import { toldFailure, toldName, toldVerdict } from './told-run.ts'

export interface AllOptions extends Choice, Spoken {
  readonly jobs?: number
  readonly bail?: boolean
  readonly again?: number
  readonly ipv6?: boolean
  /** Whether a page is written beside each record, and one that links them. */
  readonly page?: boolean
  readonly json?: boolean
  readonly report?: readonly WantedReport[]
}

/** Plays all labs and their variants side by side and resolves to the worst of their statuses. */
export async function allCommand(options: AllOptions): Promise<number> {
  const { report = [], json = false } = options
  const say = spoken(options)
  const labs = await Promise.all(labNames().map(async (name) => ({ name, lab: await loadLab(name) })))
  const planned = plan(labs, options)
  requireReports(report, 'many runs')
  await requireRuns(planned, report, say)
  const board = await followAll({ names: planned.map(toldName), quiet: json, say })
  const { told, interrupted } = await playAll(planned, options, board)
  board.stop()
  const status = interrupted ? exitStatus.interrupted : worstStatus(told.runs.map((run) => run.status))
  process.stdout.write(json ? asJson(told, status, say) : asTable(told, say))
  await writeReports(report, told, say)
  if (options.page !== false) await writeIndexBeside(told, options, say)
  return status
}

/** Links the pages of all runs, in the folder of their records. */
async function writeIndexBeside({ runs }: Told, { json = false }: AllOptions, say: Speaker): Promise<void> {
  if (!runs.some(({ record }) => record !== undefined)) return
  const { writeIndex } = await import('./index-page.ts')
  const path = join(runsFolder, 'index.html')
  await writeIndex(path, runs, nameOf(say))
  if (!json) process.stdout.write(`${say.reports.page(path)}\n`)
}

/** A machine that can play none of them says so once; the reports say it of each. */
async function requireRuns(planned: readonly Planned[], report: readonly WantedReport[], say: Speaker): Promise<void> {
  try {
    requireMachine()
  } catch (error) {
    const { status, text } = failureOf(error)
    const runs = planned.map((each) => toldFailure(each, { status, reason: text, seconds: 0 }))
    await writeReports(report, { of: 'many runs', runs, notPlayed: [], seconds: 0 }, say)
    throw error
  }
}

async function playAll(planned: readonly Planned[], options: AllOptions, board: Board) {
  const begun = performance.now()
  const began = new Date()
  const { stop, kill, bail, drop } = listenForStop()
  const runs: ToldRun[] = []
  const { ipv6 = false, page = true, again = 2 } = options
  const { jobs } = options
  const left = await inRounds<Planned, Ended>(planned, {
    again,
    room: jobs === undefined ? roomHere() : { working: jobs, total: jobs },
    // Who names a number wants just that many.
    isCalm: jobs === undefined ? calmness() : () => true,
    stop,
    playOnce(each, onWait) {
      board.started(toldName(each), each.takes)
      return playChild(each, { ipv6, page, stop, kill, onWait })
    },
    isOpen: (_, ended) => isOnlyLate(ended),
    onOpen(each) {
      board.stopped(toldName(each))
      board.says(
        `${toldName(each)}: unknown only because the machine was slow; playing it again when the others have ended`,
      )
    },
    onAgain: (each, time) => board.says(`${toldName(each)}: playing it again (${time} of at most ${again})`),
    async onEnd(_, ended) {
      const run = await toldOf(ended, options)
      runs.push(run)
      board.finished(run)
      if (options.bail && run.status !== exitStatus.pass && run.status !== exitStatus.host) bail()
    },
  })
  const interrupted = drop()
  for (const lab of new Set(planned.map((each) => each.lab))) removeOldRuns(lab, { before: began })
  const told: Told = {
    of: 'many runs',
    runs,
    notPlayed: left.map(toldName),
    seconds: (performance.now() - begun) / 1000,
  }
  return { told, interrupted }
}

async function toldOf(
  { planned, status, seconds, file, reason = '' }: Ended,
  { report = [] }: AllOptions,
): Promise<ToldRun> {
  if (!file) return toldFailure(planned, { status, seconds, reason })
  const { record } = file
  const evidence = report.length > 0 && file.verdict !== 'pass' ? await evidenceIn(record) : undefined
  return toldVerdict(planned, file, { seconds, record, evidence })
}

/** The facts behind a claim are told where the record can be read; the verdict stands without. */
async function evidenceIn(record: string): Promise<Evidence | undefined> {
  try {
    const { loadEvidence } = await import('../evidence/load.ts')
    return loadEvidence(record)
  } catch {
    return undefined
  }
}

const asTable = (told: Told, say: Speaker): string => `\n${summary(told, optionsFor(process.stdout, say))}`

/** What `all --json` prints; the fields are a contract. */
function asJson({ runs, notPlayed }: Told, status: number, say: Speaker): string {
  return `${JSON.stringify({ version: 1, status, labs: runs.map((run) => entry(run, say)), notPlayed }, undefined, 2)}\n`
}

function entry({ lab, variant, result, status, seconds, record, reason, claims }: ToldRun, say: Speaker) {
  const ofVerdict = (verdict: Found['verdict']) =>
    claims
      .filter((claim) => claim.verdict === verdict)
      .map((claim) => ({ says: saidBy(claim, say), ...say.details(claim), statedAt: claim.statedAt }))
  return {
    lab,
    ...(variant === undefined ? {} : { variant }),
    verdict: result,
    status,
    seconds: Number(seconds.toFixed(3)),
    record: record ?? null,
    failed: ofVerdict('fails'),
    unknown: ofVerdict('unknown'),
    ...(reason === undefined ? {} : { reason }),
  }
}
