import type { HarnessFailed } from '../errors.ts'
import type { End, WitnessName } from '../evidence.ts'
import { TooLate } from '../system/bounded.ts'
import { within } from '../system/calls.ts'
import { run } from '../system/command.ts'
import { ms } from '../tcp.ts'
import { lookedAt, type Scene } from '../witness.ts'
import { parseNetstat } from './netstat.ts'
import { type Printed, unreadableLines } from './printed.ts'
import { asSample, ownerOf } from './socket-line.ts'
import { parseSs } from './ss.ts'

interface Poller {
  readonly name: Extract<WitnessName, 'ss' | 'netstat'>
  readonly args: readonly string[]
  parse(text: string): Printed
}

const pollers: readonly Poller[] = [
  { name: 'ss', args: ['-HtanoeOi'], parse: parseSs },
  { name: 'netstat', args: ['-tanoW'], parse: parseNetstat },
]

/**
 * Runs the commands that a person would type, ss and netstat, in these hosts, and tells every socket that they print. A command
 * that hung once is not waited for again: the story must not stand still for it.
 */
export function lookWithCommands(scene: Scene): (ends: readonly End[]) => Promise<void> {
  const hung = new Map<Poller, HarnessFailed>()
  return async (ends) => {
    const hosts = lookedAt(scene).filter((host) => scene.loopback || ends.includes(host))
    await Promise.all(hosts.flatMap((host) => pollers.map((poller) => look(scene, host, poller, hung))))
  }
}

async function look(scene: Scene, host: End, poller: Poller, hung: Map<Poller, HarnessFailed>): Promise<void> {
  const { name } = poller
  const begun = scene.clock.now()
  const printed = hung.get(poller) ?? (await print(scene, host, poller))
  if (printed instanceof TooLate) hung.set(poller, printed)
  const at = scene.clock.now()
  const seen = { at, within: ms(at - begun), by: name } as const
  // A look that failed shows nothing, and takes no play with it: the next one may succeed.
  if (printed instanceof Error)
    return scene.tell({ kind: 'blind', ...seen, host, cause: { is: 'error', error: printed.message } })
  for (const row of printed.rows) {
    const owner = ownerOf(scene, host, row.local)
    if (owner) scene.tell({ ...asSample(row), ...seen, host: owner })
  }
  // What a whole look does not report was not there; of one with lines that we cannot read nobody knows.
  if (printed.unreadable.length > 0)
    return scene.tell({ kind: 'blind', ...seen, host, cause: unreadableLines(printed.unreadable) })
  scene.tell({ kind: 'poll', ...seen, host, polls: 1, longestGap: seen.within, sockets: printed.rows.length })
}

async function print(scene: Scene, host: End, { name, args, parse }: Poller): Promise<Printed | Error> {
  const inside = scene.inside(host, name, args)
  try {
    return parse(await within(inside.at ?? {}, () => run(inside.command, inside.args)))
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}
