import { findLab } from '../catalogue/names.ts'
import type { InsideOptions, RunOptions } from './arguments.ts'
import { explain } from './failure.ts'
import { requireInside } from './inside.ts'
import { playOutside } from './outside.ts'

/** Plays a lab: outside by starting this command again inside namespaces of its own, inside by doing it. */
export async function runCommand(wanted: string, options: RunOptions, given: InsideOptions): Promise<number> {
  const name = findLab(wanted)
  if (given.inside !== undefined) {
    const inside = requireInside(given)
    const { playCommand } = await import('./play.ts')
    return playCommand(name, options, inside)
  }
  await requirePrograms(options)
  if (options.report) {
    const { launchReported } = await import('./reported.ts')
    return launchReported(name, { ...options, report: options.report })
  }
  return (await playOutside(name, options)).status
}

/** Sees to it that one's own programs can be started at all. */
export async function requirePrograms(options: RunOptions): Promise<void> {
  for (const end of ['client', 'server'] as const) {
    const command = options[end]
    if (command === undefined) continue
    const { requireRunnable } = await import('../catalogue/runnable.ts')
    requireRunnable(end, command, options.folder)
  }
}

/** `run <lab>` and no more. */
export const runPlainly = (lab: string): Promise<number> => runCommand(lab, {}, {}).catch(explain)
