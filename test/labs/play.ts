// Plays the twins, and labs over IPv6, side by side, and writes down how each has ended.
import { join } from 'node:path'
import { loadLab } from '../../src/catalogue.ts'
import { words } from '../../src/lab.ts'
import { type Ended, playChild } from '../../src/run/child.ts'
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

/** So often a run is played again of which nobody could tell what it is there to show, on a machine too busy for a witness. */
const unseen = 3

/** Whether the run is unknown, or of a twin a claim that it must break. */
async function isUntold({ lab, twin }: Play, { status, file }: Pick<Ended, 'status' | 'file'>): Promise<boolean> {
  if (status === exitStatus.unknown) return true
  const breaks = twin === undefined ? [] : ((await loadLab(lab)).twins[twin]?.breaks(words) ?? [])
  return breaks.some(({ id }) => file?.claims.find((claim) => claim.id === id)?.verdict === 'unknown')
}

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
  for (let time = 1; time <= unseen && (await isUntold(each, ended)); time++) {
    console.error(`${nameOf(each)}: nobody could tell; played again (${time})`)
    ended = await played()
  }
  const { status, file, reason } = ended
  const end: End = { status, ...(file ? { record: file.record } : {}), ...(reason === undefined ? {} : { reason }) }
  writeWhole(join(folder, `${nameOf(each)}.json`), end)
}

requireMachine()
await sideBySide(plays, { room: roomHere(), stop: stop.signal, isCalm: calmness(), play })
