import type { End } from '../evidence.ts'
import { castLab } from '../run/catalogue.ts'
import { takeLeash } from '../run/leash.ts'
import { runLab } from '../run/run.ts'
import { holdOpen } from './hold.ts'
import type { RunOptions } from './run.ts'

/** Plays a lab and judges it, inside namespaces of its own. */
export async function playCommand(name: string, options: RunOptions, slot: number): Promise<number> {
  const cast = await castLab(name, options.variant, options.twin)
  const leash = takeLeash()
  const replace: Partial<Record<End, string>> = {
    ...(options.server === undefined ? {} : { server: options.server }),
    ...(options.client === undefined ? {} : { client: options.client }),
  }
  // The reports are loaded while the first commands run.
  const reports = Promise.all([import('../report/live.ts'), import('../report/terminal.ts')])
  const live = reports.then(([{ followLive }]) => followLive({ title: cast.lab.title, quiet: options.json ?? false }))
  try {
    const result = await runLab({
      cast,
      slot,
      family: options.ipv6 || cast.lab.network?.family === 'IPv6' ? 'IPv6' : 'IPv4',
      replace,
      abort: leash.signal,
      onBegin: (timeline, clock) => void live.then((report) => report.begin(timeline, clock)),
      ...(options.hold ? { holdStill: (network) => holdOpen(network, leash) } : {}),
    })
    const [, { terminalReport }] = await reports
    ;(await live).stop()
    if (options.json) process.stdout.write(`${JSON.stringify(result.file, undefined, 2)}\n`)
    else process.stdout.write(terminalReport(result, { verbose: options.verbose ?? false, ladderShown: false }))
    return result.file.status
  } finally {
    ;(await live).stop()
    leash.drop()
  }
}
