import { requireName } from '../run/names.ts'
import { WrongUsage } from '../system/errors.ts'
import type { Given, InsideOptions, RunOptions } from './arguments.ts'
import { launch } from './launch.ts'

interface Invocation {
  /** The command line, to be given again inside. */
  readonly args: readonly string[]
  readonly given: InsideOptions
}

/** Plays a lab: outside by starting this command again inside namespaces of its own, inside by doing it. */
export async function runCommand(name: string, options: RunOptions, { args, given }: Invocation): Promise<number> {
  requireName(name)
  if (given.inside !== undefined) {
    const inside = requireInside(given)
    const { playCommand } = await import('./play.ts')
    return playCommand(name, options, inside)
  }
  if (options.report) {
    const { launchReported } = await import('./reported.ts')
    return launchReported(name, { ...options, report: options.report }, args)
  }
  return (await launch(name, options, args)).status
}

/** What plays a lab mounts and configures what it finds: anywhere but in namespaces of its own that would be the machine's. */
function requireInside({ inside = 0, record, tellWaiting = false }: InsideOptions): Given {
  if (process.pid !== 1 || record === undefined)
    throw new WrongUsage(
      '--inside is for this program itself, which gives it to process 1 of namespaces that it has made',
    )
  return { slot: inside, folder: record, tellWaiting }
}
