import { sayAside } from '../report/said.ts'
import { playInForeground } from '../run/foreground.ts'
import type { RunEnd } from '../run/inside.ts'
import { removeOldRuns } from '../run/kept.ts'
import { type Asked, spokenIn } from '../run/verdict-file.ts'
import type { RunOptions } from './arguments.ts'
import { spoken } from './spoken.ts'

/** Has it played and, if that is wanted, prints the verdict that was read back. */
export async function playOutside(name: string, options: RunOptions): Promise<RunEnd> {
  const outcome = await havePlayed(name, options)
  if (options.json && outcome.file)
    process.stdout.write(`${JSON.stringify(spokenIn(outcome.file, spoken(options)), undefined, 2)}\n`)
  return outcome
}

/** Has it played, again where only the machine was late; of the runs before it old ones go. */
export async function havePlayed(name: string, options: RunOptions): Promise<RunEnd> {
  const { hold, again = 2, variant, twin } = options
  const asked: Asked = {
    lab: name,
    ...(variant === undefined ? {} : { variant }),
    ...(twin === undefined ? {} : { twin }),
  }
  const onAgain = (time: number): void => {
    sayAside(`unknown only because the machine was slow; playing it again (${time} of at most ${again})`)
  }
  const end = await playInForeground(asked, options, { hold: hold !== undefined, again: hold ? 0 : again, onAgain })
  removeOldRuns(name)
  return end
}
