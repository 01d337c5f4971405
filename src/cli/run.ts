import { launchInside } from '../run/launch.ts'
import { requireName } from '../run/names.ts'
import type { RunOptions } from './arguments.ts'

interface Invocation {
  /** The command line, to be given again inside. */
  readonly args: readonly string[]
  /** The run's slot, when this process is inside its namespaces already. */
  readonly inside: number | undefined
}

/** Plays a lab: outside by starting this command again inside namespaces of its own, inside by doing it. */
export async function runCommand(name: string, options: RunOptions, { args, inside }: Invocation): Promise<number> {
  requireName(name)
  if (inside === undefined) {
    if (!options.report) return launchInside(args, options.hold ?? false)
    const { launchReported } = await import('./reported.ts')
    return launchReported(name, { ...options, report: options.report }, args)
  }
  const { playCommand } = await import('./play.ts')
  return playCommand(name, options, inside)
}
