import { launchInside } from '../run/launch.ts'
import { requireName } from '../run/names.ts'
import type { WantedReport } from './arguments.ts'

export interface RunOptions {
  readonly server?: string
  readonly client?: string
  readonly variant?: string
  readonly twin?: string
  readonly ipv6?: boolean
  readonly hold?: boolean
  readonly json?: boolean
  readonly verbose?: boolean
  readonly report?: readonly WantedReport[]
}

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
