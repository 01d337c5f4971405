import { playInForeground } from '../run/foreground.ts'
import type { Outcome } from '../run/launch.ts'
import { requireName } from '../run/names.ts'
import type { Asked } from '../run/verdict-file.ts'
import { WrongUsage } from '../system/errors.ts'
import type { RunOptions } from './arguments.ts'

/** What the command that started this one gave it, with `--inside` and its kin; nobody types these. */
export interface InsideOptions {
  readonly inside?: number
  readonly record?: string
  readonly tellWaiting?: boolean
}

interface Invocation {
  /** The command line, to be given again inside. */
  readonly args: readonly string[]
  readonly given: InsideOptions
}

/** Plays a lab: outside by starting this command again inside namespaces of its own, inside by doing it. */
export async function runCommand(name: string, options: RunOptions, { args, given }: Invocation): Promise<number> {
  requireName(name)
  if (given.inside !== undefined) {
    const { playCommand } = await import('./play.ts')
    return playCommand(name, options, requireInside(given))
  }
  if (options.report) {
    const { launchReported } = await import('./reported.ts')
    return launchReported(name, { ...options, report: options.report }, args)
  }
  return (await launch(name, options, args)).status
}

/** Has it played and, if that is wanted, prints the verdict that was read back. */
export async function launch(name: string, options: RunOptions, args: readonly string[]): Promise<Outcome> {
  const { hold = false, again = 2, variant, twin, json } = options
  const asked: Asked = {
    lab: name,
    ...(variant === undefined ? {} : { variant }),
    ...(twin === undefined ? {} : { twin }),
  }
  const onAgain = (time: number): void => {
    process.stderr.write(`lab: unknown only because the machine was late; played again (${time} of at most ${again})\n`)
  }
  const outcome = await playInForeground(asked, args, { hold, again: hold ? 0 : again, onAgain })
  if (json && outcome.file) process.stdout.write(`${JSON.stringify(outcome.file, undefined, 2)}\n`)
  return outcome
}

export interface Given {
  readonly slot: number
  readonly folder: string
  readonly tellWaiting: boolean
}

/** What plays a lab mounts and configures what it finds: anywhere but in namespaces of its own that would be the machine's. */
function requireInside({ inside = 0, record, tellWaiting = false }: InsideOptions): Given {
  if (process.pid !== 1 || record === undefined)
    throw new WrongUsage(
      '--inside is for this program itself, which gives it to process 1 of namespaces that it has made',
    )
  return { slot: inside, folder: record, tellWaiting }
}
