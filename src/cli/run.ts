import type { End } from '../evidence.ts'
import { followLive } from '../report/live.ts'
import { terminalReport } from '../report/terminal.ts'
import { castLab } from '../run/catalogue.ts'
import { launchInside } from '../run/launch.ts'
import { takeLeash } from '../run/leash.ts'
import { runLab } from '../run/run.ts'
import { holdOpen } from './hold.ts'

export interface RunOptions {
  readonly server?: string
  readonly client?: string
  readonly variant?: string
  readonly twin?: string
  readonly ipv6?: boolean
  readonly hold?: boolean
  readonly json?: boolean
  readonly verbose?: boolean
}

interface Invocation {
  /** The command line, to be given again inside. */
  readonly args: readonly string[]
  /** The run's slot, when this process is inside its namespaces already. */
  readonly inside: number | undefined
}

/** Plays a lab: outside by starting this command again inside namespaces of its own, inside by doing it. */
export async function runCommand(name: string, options: RunOptions, { args, inside }: Invocation): Promise<number> {
  const cast = await castLab(name, options.variant, options.twin)
  if (inside === undefined) return launchInside(args, options.hold ?? false)
  const leash = takeLeash()
  const replace: Partial<Record<End, string>> = {
    ...(options.server === undefined ? {} : { server: options.server }),
    ...(options.client === undefined ? {} : { client: options.client }),
  }
  const live = followLive({ title: cast.lab.title, quiet: options.json ?? false })
  try {
    const result = await runLab({
      cast,
      slot: inside,
      family: options.ipv6 || cast.lab.network?.family === 'IPv6' ? 'IPv6' : 'IPv4',
      replace,
      abort: leash.signal,
      onBegin: live.begin,
      ...(options.hold ? { holdStill: (network) => holdOpen(network, leash) } : {}),
    })
    live.stop()
    if (options.json) process.stdout.write(`${JSON.stringify(result.file, undefined, 2)}\n`)
    else process.stdout.write(terminalReport(result, { verbose: options.verbose ?? false, ladderShown: false }))
    return result.file.status
  } finally {
    live.stop()
    leash.drop()
  }
}
