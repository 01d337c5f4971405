// Plays the twins, and labs over IPv6, side by side, and writes down how each has ended.
import { join } from 'node:path'
import { playChild } from '../../src/run/child.ts'
import { exitStatus } from '../../src/run/exit-status.ts'
import { requireMachine } from '../../src/run/inside.ts'
import { calmness, roomHere, sideBySide } from '../../src/run/side-by-side.ts'
import { project } from './cli.ts'
import { type End, writeWhole } from './ends.ts'
import { nameOf, type Play, plays } from './plays.ts'

const [, , folder = '.'] = process.argv
// A run is this program started again inside namespaces: the command itself.
process.argv[1] = join(project, 'src', 'cli.ts')

const stop = new AbortController()
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stop.abort(name))

/** So often a run is played again that nobody could tell of for another reason than lateness: a machine too busy for a witness. */
const unseen = 2

async function play(each: Play, onWait: () => void): Promise<void> {
  const played = () =>
    playChild(each, {
      ipv6: each.family === 'IPv6',
      again: 5,
      stop: stop.signal,
      kill: new AbortController().signal,
      onWait,
      onAgain: (time) => console.error(`${nameOf(each)}: the machine was late; played again (${time})`),
    })
  let ended = await played()
  for (let time = 1; time <= unseen && ended.status === exitStatus.unknown; time++) {
    console.error(`${nameOf(each)}: unknown; played again (${time})`)
    ended = await played()
  }
  const { status, file, reason } = ended
  const end: End = { status, ...(file ? { record: file.record } : {}), ...(reason === undefined ? {} : { reason }) }
  writeWhole(join(folder, `${nameOf(each)}.json`), end)
}

requireMachine()
await sideBySide(plays, { room: roomHere(), stop: stop.signal, isCalm: calmness(), play })
