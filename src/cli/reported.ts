import { castLab } from '../run/catalogue.ts'
import { launchInside } from '../run/launch.ts'
import type { RunOptions, WantedReport } from './arguments.ts'
import { failureOf } from './failure.ts'
import { requireReports, writeReports } from './reports.ts'
import { askedOf, toldFailure } from './told.ts'

/**
 * A run of which reports are wanted, as the command outside its namespaces sees it. Here the user's own rights decide
 * what may be written. The run writes its reports itself, save where it could not begin or did not live to do it.
 */
export async function launchReported(
  name: string,
  { variant, twin, hold = false, report }: RunOptions & { readonly report: readonly WantedReport[] },
  args: readonly string[],
): Promise<number> {
  const asked = askedOf(await castLab(name, variant, twin))
  requireReports(report, 'a run')
  const begun = performance.now()
  try {
    return await launchInside(args, hold)
  } catch (error) {
    const { status, text } = failureOf(error)
    const seconds = (performance.now() - begun) / 1000
    const run = toldFailure(asked, { status, reason: text, seconds })
    await writeReports(report, { of: 'a run', runs: [run], notPlayed: [], seconds })
    throw error
  }
}
