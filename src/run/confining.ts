import { join } from 'node:path'
import { projectFolder } from '../catalogue/names.ts'
import { commandFor } from '../catalogue/programs.ts'
import { WrongUsage } from '../errors.ts'
import type { End } from '../evidence.ts'
import { rawEndOf } from '../network.ts'
import { layer } from '../system/laid.ts'
import { type Limits, usualLimits } from '../system/limits.ts'
import { requireSandbox, type Sandboxed } from '../system/sandbox.ts'
import type { ToStart } from '../take/stage.ts'
import { runsFolder } from './folders.ts'
import type { Ordered } from './setting.ts'

/** How somebody's own programs are kept from everything but their part in the story. */
export interface Confinement {
  /** Theirs, and where they run; else they see the files that their commands name, and the folders of these. */
  readonly folder?: string
  /** Where they are not the usual. */
  readonly limits: Partial<Limits>
}

/** Where what nobody may read is laid open: in a file system of the run's own. */
const laidIn = '/run/laid'

/** Both programs, somebody's own in sandboxes where they are not trusted: the labs' are ours. */
export function programsOf(order: Ordered): Readonly<Record<End, ToStart>> {
  const laid = layer(laidIn)
  const programOf = (end: End): ToStart => {
    const command = commandFor(order, end)
    if (!isConfined(order, end)) return command
    return { ...command, sandbox: { ...placeOf(order, laid), name: `${order.slot}-${end}` } }
  }
  return { client: programOf('client'), server: programOf('server') }
}

/** Which ends' programs run in sandboxes. */
export const confinedEnds = (order: Ordered): readonly End[] =>
  (['client', 'server'] as const).filter((end) => isConfined(order, end))

const isConfined = ({ replace, confinement }: Ordered, end: End): boolean =>
  confinement !== undefined && replace[end] !== undefined

/** Throws where a program cannot run in a sandbox, before anything is built for it: for this lab, or on this machine. */
export function requireConfinement(order: Ordered): void {
  const ends = confinedEnds(order)
  if (ends.length === 0) return
  const raw = rawEndOf(order.cast.lab.network ?? {})
  if (raw !== undefined && ends.includes(raw))
    throw new WrongUsage(
      `the ${raw} of this lab is a raw peer, which writes its own segments and needs rights that no sandbox gives; if the program is your own, give --trust`,
    )
  // Whether there can be one is asked with what anybody may read in each place: nothing has been laid open yet.
  requireSandbox({ ...placeOf(order, () => '/usr'), words: [], environment: {}, groups: [] })
}

const placeOf = (
  { confinement }: Ordered,
  laid: Sandboxed['laid'],
): Omit<Sandboxed, 'words' | 'environment' | 'groups'> => ({
  ...(confinement?.folder === undefined ? {} : { folder: confinement.folder }),
  limits: { ...usualLimits, ...confinement?.limits },
  hidden: [projectFolder, runsFolder],
  // What `#program` is, for programs that wait for cues as ours do.
  shown: ['package.json', 'src/program.ts'].map((file) => join(projectFolder, file)),
  laid,
})
