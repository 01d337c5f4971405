import { rmSync, statSync } from 'node:fs'
import { castLab } from '../catalogue.ts'
import type { RunOptions, WantedReport } from './arguments.ts'
import { failureOf } from './failure.ts'
import { playOutside } from './outside.ts'
import { isDrawn, requireReports, writeReports } from './reports.ts'
import { spoken } from './spoken.ts'
import { askedOf, toldFailure } from './told-run.ts'

/**
 * A run of which reports are wanted, as the command outside its namespaces sees it. Here the user's own rights decide
 * what may be written. The run writes its reports itself, save where it could not begin or did not live to do it.
 */
export async function launchReported(
  name: string,
  options: RunOptions & { readonly report: readonly WantedReport[] },
): Promise<number> {
  const { variant, twin, report } = options
  const say = spoken(options)
  const asked = askedOf(await castLab(name, variant, twin))
  requireReports(report, 'a run')
  const begun = performance.now()
  const tell = async (
    failure: { readonly status: number; readonly reason: string },
    wanted = report,
  ): Promise<void> => {
    const seconds = (performance.now() - begun) / 1000
    const run = toldFailure(asked, { ...failure, seconds })
    await writeReports(wanted, { of: 'a run', runs: [run], notPlayed: [], seconds }, say)
  }
  try {
    const { status } = await playOutside(name, options)
    await tell(
      { status, reason: `it ended with status ${status} before it could be reported on` },
      report.filter(isEmpty),
    )
    return status
  } catch (error) {
    const { status, text } = failureOf(error)
    // Whatever the run itself has written, it is this that became of it; where even that cannot be written, this is said first.
    await tell({ status, reason: text }).catch((unwritten: unknown) => {
      throw new AggregateError([error, unwritten], `${text}; and its reports cannot be written: ${String(unwritten)}`)
    })
    throw error
  } finally {
    // A capture that nobody has drawn is none.
    for (const each of report) if (isDrawn(each.kind) && isEmpty(each)) rmSync(each.path)
  }
}

function isEmpty({ path }: WantedReport): boolean {
  const found = statSync(path, { throwIfNoEntry: false })
  return found?.isFile() === true && found.size === 0
}
