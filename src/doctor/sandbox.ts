import { usualLimits } from '../system/limits.ts'
import { inSandbox } from '../system/sandbox.ts'
import { locate } from '../system/tools.ts'
import type { Diagnosis } from './diagnosis.ts'
import { tryInside, type Way } from './entry.ts'

const common = {
  name: 'sandbox',
  costs:
    "no program of somebody else's can be played or graded, and your own only with --trust: install bubblewrap (apt-get install bubblewrap), on a machine where it may make user namespaces and mount /proc in them",
  vital: false,
} as const

/** Whether a program that nobody trusts can be kept from all but its part, tried as a run does it. */
export async function sandboxFinding(way: Way): Promise<Diagnosis> {
  if (!locate('bwrap')) return { ...common, has: false, found: 'bwrap is not in PATH' }
  const { command, args } = inSandbox({
    ...{ words: ['true'], environment: {}, limits: usualLimits },
    ...{ hidden: [], shown: [], groups: [] },
    // What anybody may read in each place: the checkout may be its owner's alone, and a run lays open what it needs of it.
    laid: () => '/usr',
  })
  const { why } = await tryInside(way, [command, ...args])
  return { ...common, has: why === undefined, found: why ?? 'bubblewrap makes one for this user' }
}
