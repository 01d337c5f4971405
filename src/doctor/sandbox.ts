import { makeControlGroup, placesHere } from '../system/control-group.ts'
import { usualLimits } from '../system/limits.ts'
import { inSandbox } from '../system/sandbox.ts'
import { locate } from '../system/tools.ts'
import type { Diagnosis } from './diagnosis.ts'
import { tryInside, type Way } from './entry.ts'

const sandbox = {
  name: 'sandbox',
  costs:
    "no program of somebody else's can be played or graded, and your own only with --trust: install bubblewrap (apt-get install bubblewrap), on a machine where it may make user namespaces and mount /proc in them",
  vital: false,
} as const

/** Whether a program that nobody trusts can be kept from all but its part, tried as a run does it. */
export async function sandboxFinding(way: Way): Promise<Diagnosis> {
  if (!locate('bwrap')) return { ...sandbox, has: false, found: 'bwrap is not in PATH' }
  const { command, args } = inSandbox({
    ...{ words: ['true'], environment: {}, limits: usualLimits },
    ...{ hidden: [], shown: [], groups: [] },
    // What anybody may read in each place: the checkout may be its owner's alone, and a run lays open what it needs of it.
    laid: () => '/usr',
  })
  const { why } = await tryInside(way, [command, ...args])
  return { ...sandbox, has: why === undefined, found: why ?? 'bubblewrap makes one for this user' }
}

/** Whether limits can hold for all that a program starts together; tried as a run does it, where that runs as this user. */
export async function boundsFinding({ as }: Way): Promise<Diagnosis> {
  const bounds = {
    name: 'control groups',
    costs:
      'memory, processes and time are bounded for each process of a program alone, so that a hostile one can keep the machine busier: be root, or begin with systemd-run --user --scope',
    vital: false,
  } as const
  const has = as === 'sudo' ? placesHere().length > 0 : await canBeMade()
  return { ...bounds, has, found: has ? 'bound all that a program starts' : 'none can be made by this user' }
}

async function canBeMade(): Promise<boolean> {
  const group = makeControlGroup(`doctor-${process.pid}`, usualLimits)
  await group?.remove()
  return group !== undefined
}
