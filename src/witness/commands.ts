import type { End, WitnessName } from '../evidence.ts'
import { run } from '../system/command.ts'
import { ms } from '../tcp.ts'
import { lookedAt, type Scene } from '../witness.ts'
import { parseNetstat } from './netstat.ts'
import type { Row } from './proc-net-tcp.ts'
import { asSample, ownerOf } from './socket-line.ts'
import { parseSs } from './ss.ts'

interface Poller {
  readonly name: Extract<WitnessName, 'ss' | 'netstat'>
  readonly args: readonly string[]
  parse(text: string): Row[]
}

const pollers: readonly Poller[] = [
  { name: 'ss', args: ['-HtanoeOi'], parse: parseSs },
  { name: 'netstat', args: ['-tanoW'], parse: parseNetstat },
]

/** Runs the commands that a person would type, ss and netstat, in these hosts, and tells every socket that they print. */
export async function lookWithCommands(scene: Scene, ends: readonly End[]): Promise<void> {
  const hosts = lookedAt(scene).filter((host) => scene.loopback || ends.includes(host))
  await Promise.all(hosts.flatMap((host) => pollers.map((poller) => look(scene, host, poller))))
}

async function look(scene: Scene, host: End, { name, args, parse }: Poller): Promise<void> {
  const begun = scene.clock.now()
  const inside = scene.inside(host, name, args)
  const rows = parse(await run(inside.command, inside.args))
  const at = scene.clock.now()
  const seen = { at, within: ms(at - begun), by: name } as const
  for (const row of rows) {
    const owner = ownerOf(scene, host, row.local)
    if (owner) scene.tell({ ...asSample(row), ...seen, host: owner })
  }
  scene.tell({ kind: 'look', ...seen, host, looks: 1, longestGap: seen.within, sockets: rows.length })
}
