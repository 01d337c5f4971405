import { join } from 'node:path'
import { timeOf } from '../catalogue/plan.ts'
import { type Cast, castLab, loadLab } from '../catalogue.ts'
import type { End } from '../evidence.ts'
import { words } from '../lab.ts'
import { sayAside } from '../report/said.ts'
import type { ToldRun } from '../report.ts'
import { exitStatus } from '../run/exit-status.ts'
import { takeLeash } from '../run/leash.ts'
import { tellNews } from '../run/news.ts'
import { type RunResult, runLab } from '../run/run.ts'
import { onceItWaits } from '../run/waiting.ts'
import { pathsOf } from '../story/paths.ts'
import type { Hold } from '../take.ts'
import { type Milliseconds, ms } from '../tcp.ts'
import { nameOf } from '../words/spoken.ts'
import type { Speaker } from '../words.ts'
import type { Given, RunOptions, WantedReport } from './arguments.ts'
import { failureOf } from './failure.ts'
import { holdOpen } from './hold.ts'
import type { JudgedRun } from './page.ts'
import { spoken, titleIn } from './spoken.ts'

/** Plays a lab and judges it, inside namespaces of its own. */
export async function playCommand(name: string, options: RunOptions, given: Given): Promise<number> {
  const begun = performance.now()
  const seconds = (): number => (performance.now() - begun) / 1000
  const say = spoken(options)
  const cast = await castLab(name, options.variant, options.twin)
  if (options.report) await loaded().then(([{ loadReports }]) => loadReports(options.report ?? []))
  try {
    const result = await withPredictions(options, given.folder, () => playAndShow(cast, options, { ...given, say }))
    if (options.report) await reportOn(cast, options.report, { result, seconds: seconds() }, say)
    if (options.page !== false) await writePageBeside({ ...result, cast }, options, say)
    return result.file.status
  } catch (error) {
    if (options.report) await reportOn(cast, options.report, { error, seconds: seconds() }, say)
    throw error
  }
}

/** What was predicted stands in the run's folder before anything of it begins, and in no folder of a run that came to nothing. */
async function withPredictions<Result>(
  { predictions }: RunOptions,
  folder: string,
  play: () => Promise<Result>,
): Promise<Result> {
  const takeBack = predictions && (await import('./predictions.ts')).writePredictions(folder, predictions)
  return play().catch((error: unknown) => {
    takeBack?.()
    throw error
  })
}

/** What only a run that is reported on needs. */
const loaded = () => Promise.all([import('./reports.ts'), import('./told-run.ts')])

/** What became of the run, in words; and its capture, where it has a verdict. */
async function reportOn(
  cast: Cast,
  wanted: readonly WantedReport[],
  { seconds, ...became }: { readonly seconds: number } & ({ readonly result: RunResult } | { readonly error: unknown }),
  say: Speaker,
): Promise<void> {
  const [{ drawReports, writeReports }, { askedOf, toldFailure, toldVerdict }] = await loaded()
  const tell = (run: ToldRun): Promise<void> =>
    writeReports(wanted, { of: 'a run', runs: [run], notPlayed: [], seconds }, say)
  if ('error' in became) {
    const { status, text } = failureOf(became.error)
    return tell(toldFailure(askedOf(cast), { status, reason: text, seconds }))
  }
  const { folder: record, evidence, file } = became.result
  await tell(toldVerdict(askedOf(cast), file, { seconds, record, evidence }))
  await drawReports(wanted, { ...became.result, cast }, say)
}

/** A picture that could not be drawn changes no verdict. */
async function writePageBeside(run: JudgedRun, { json = false, predictions }: RunOptions, say: Speaker): Promise<void> {
  try {
    const [{ writePage }, { pageName }] = await Promise.all([import('./page.ts'), import('../report/page-link.ts')])
    const path = join(run.folder, pageName)
    await writePage(path, run, nameOf(say))
    if (!json && !predictions) process.stdout.write(`${say.reports.page(path)}\n`)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    sayAside(`the page of this run could not be written: ${why}`)
  }
}

async function playAndShow(
  cast: Cast,
  options: RunOptions,
  { slot, folder, tellsNews, say }: Given & { readonly say: Speaker },
): Promise<RunResult> {
  const leash = takeLeash()
  const title = titleIn(cast.lab, options)
  // They are loaded while the first commands run; as JSON nothing of a run is shown but the verdict, by whoever reads it back from its
  // file; and who has predicted it is told what came of that, by whoever has asked.
  const live = import('../report/live.ts').then(async ({ followLive }) =>
    followLive({ title, takes: await takesOf(cast), quiet: options.json ?? false, say }),
  )
  const terminal = options.json || options.predictions ? undefined : import('../report/terminal.ts')
  if (options.client !== undefined || options.server !== undefined) await Promise.all([live, terminal])
  const times = { held: 0 }
  const hold: Hold = {
    ...holdOnce(cast, options),
    async still(moment, network, evidence) {
      const shown = await live
      shown.rest()
      const begun = performance.now()
      await holdOpen({ moment, network, evidence }, leash, say)
      times.held += performance.now() - begun
      shown.goOn()
    },
  }
  try {
    const result = await runLab({
      ...orderFor(cast, options),
      ...(options.hold === undefined ? {} : { hold }),
      abort: leash.signal,
      slot,
      folder,
      onBegin(timeline, clock) {
        void live.then((shown) => shown.begin(timeline, clock))
        if (tellsNews) onceItWaits(timeline, clock, () => tellNews({ tells: 'it waits' }))
      },
    })
    const shown = await terminal
    ;(await live).stop()
    if (times.held > 0 && result.file.status !== exitStatus.pass)
      sayAside(say.reports.hold.itsTimersWentOn(ms(times.held)))
    if (shown)
      process.stdout.write(
        shown.terminalReport(
          { ...result, file: { ...result.file, title }, breaks: await breaksOf(cast) },
          { verbose: options.verbose ?? false, ladderShown: false, say },
        ),
      )
    return result
  } catch (error) {
    ;(await live).leave()
    throw error
  } finally {
    leash.drop()
  }
}

/** When somebody who wants to look around is to be let: at a state that was asked for, or where the lab says that it is worth it. */
function holdOnce({ lab }: Cast, { hold }: RunOptions): Pick<Hold, 'once'> {
  if (typeof hold === 'string')
    return { once: (evidence) => pathsOf(evidence).some(({ steps }) => steps.some(({ state }) => state === hold)) }
  const moment = lab.holds?.(words)
  return moment ? { once: (evidence) => moment.judge(evidence).outcome === 'holds' } : {}
}

/** How long it takes, about; nobody has measured that of twins. */
async function takesOf({ name, variant, twin }: Cast): Promise<Milliseconds | undefined> {
  if (twin !== undefined) return undefined
  const lab = await loadLab(name)
  return variant === undefined ? lab.takes : timeOf(lab.variants?.[variant] ?? {}, lab)
}

/** What a twin is there to break: nobody learns from one that breaks nothing. */
async function breaksOf({ name, twin }: Cast): Promise<readonly string[]> {
  if (twin === undefined) return []
  return (await loadLab(name)).twins[twin]?.breaks(words).map(({ id }) => id) ?? []
}

function orderFor(cast: Cast, options: RunOptions) {
  const replace: Partial<Record<End, string>> = {
    ...(options.server === undefined ? {} : { server: options.server }),
    ...(options.client === undefined ? {} : { client: options.client }),
  }
  // A lab that is about one family is that whatever is asked for.
  const family = cast.lab.network?.family ?? (options.ipv6 ? 'IPv6' : 'IPv4')
  return {
    cast,
    family,
    replace,
    ...(options.trust
      ? {}
      : {
          confinement: {
            ...(options.folder === undefined ? {} : { folder: options.folder }),
            limits: options.limit ?? {},
          },
        }),
  } as const
}
