// Plays the twins, and labs over IPv6, side by side, and writes down how each has ended.
import { join } from 'node:path'
import { loadLab } from '../../src/catalogue.ts'
import { words } from '../../src/lab.ts'
import { type Ended, playChild } from '../../src/run/child.ts'
import { exitStatus } from '../../src/run/exit-status.ts'
import { requireMachine } from '../../src/run/inside.ts'
import { inRounds } from '../../src/run/rounds.ts'
import { calmness, roomHere } from '../../src/run/side-by-side.ts'
import { project } from './cli.ts'
import { type End, writeWhole } from './ends.ts'
import { nameOf, type Play, plays } from './plays.ts'

const [, , folder = '.'] = process.argv
// A run is this program started again inside namespaces: the command itself.
process.argv[1] = join(project, 'src', 'cli.ts')

const stop = new AbortController()
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stop.abort(name))

/** Whether the run is unknown, or of a twin a claim that it must break. */
async function isUntold({ lab, twin }: Play, { status, file }: Pick<Ended, 'status' | 'file'>): Promise<boolean> {
  if (status === exitStatus.unknown) return true
  const breaks = twin === undefined ? [] : ((await loadLab(lab)).twins[twin]?.breaks(words) ?? [])
  return breaks.some(({ id }) => file?.claims.find((claim) => claim.id === id)?.verdict === 'unknown')
}

/**
 * A wrong story that nobody could tell, the kernel's timers being short and this machine busy with the other tests, is played
 * until they are done and it is quiet.
 */
const again = 60

requireMachine()
await inRounds<Play, Ended>(plays, {
  again,
  room: roomHere(),
  stop: stop.signal,
  isCalm: calmness(),
  playOnce: (each, onWait) =>
    playChild(each, {
      ipv6: each.family === 'IPv6',
      page: false,
      stop: stop.signal,
      kill: new AbortController().signal,
      onWait,
    }),
  isOpen: (each, ended) => isUntold(each, ended),
  onOpen: (each) => console.error(`${nameOf(each)}: nobody could tell`),
  onAgain: (each, time) => console.error(`${nameOf(each)}: played again (${time})`),
  async onEnd(each, { status, file, reason }) {
    const end: End = { status, ...(file ? { record: file.record } : {}), ...(reason === undefined ? {} : { reason }) }
    writeWhole(join(folder, `${nameOf(each)}.json`), end)
  },
})
