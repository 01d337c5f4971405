import { makeControlGroup, placesHere } from '../system/control-group.ts'
import { usualLimits } from '../system/limits.ts'
import { inSandbox } from '../system/sandbox.ts'
import { locate } from '../system/tools.ts'
import type { DoctorWords } from '../words/doctor.ts'
import type { Diagnosis } from './diagnosis.ts'
import { tryInside, type Way } from './entry.ts'

/** Whether a program that nobody trusts can be kept from all but its part, tried as a run does it. */
export async function sandboxFinding(way: Way, { found, costs }: DoctorWords): Promise<Diagnosis> {
  const sandbox = { name: 'sandbox', costs: costs.sandbox, vital: false } as const
  if (!locate('bwrap')) return { ...sandbox, has: false, found: found.noBwrap }
  const { command, args } = inSandbox({
    ...{ words: ['true'], environment: {}, limits: usualLimits },
    ...{ hidden: [], shown: [], groups: [] },
    // What anybody may read in each place: the checkout may be its owner's alone, and a run lays open what it needs of it.
    laid: () => '/usr',
  })
  const { why } = await tryInside(way, [command, ...args])
  return { ...sandbox, has: why === undefined, found: why ?? found.sandbox }
}

/** Whether limits can hold for all that a program starts together; tried as a run does it, where that runs as this user. */
export async function boundsFinding({ as }: Way, { found, costs }: DoctorWords): Promise<Diagnosis> {
  const bounds = {
    name: 'control groups',
    costs: costs.controlGroups,
    vital: false,
  } as const
  const has = as === 'sudo' ? placesHere().length > 0 : await canBeMade()
  return { ...bounds, has, found: has ? found.bounds : found.noBounds }
}

async function canBeMade(): Promise<boolean> {
  const group = makeControlGroup(`doctor-${process.pid}`, usualLimits)
  await group?.remove()
  return group !== undefined
}
