import type { Claim } from '../claim.ts'
import { WrongUsage } from '../errors.ts'
import { type Change, chapters, type Lab, type Twin, words } from '../lab.ts'
import { requireParameter } from '../network/parameters.ts'
import { hosts } from '../network/sysctls.ts'
import type { NetworkWishes } from '../network.ts'
import { LabMistake, requireWord } from '../tcp.ts'
import { requireCounters } from '../witness/known-counters.ts'
import { folderOf, isOutside, nearest } from './names.ts'
import { sideIds } from './statements.ts'

const fieldsOfChange = [
  'title',
  'zh',
  'takes',
  'network',
  'client',
  'server',
  'accepts',
  'play',
  'holds',
  'claims',
] as const
const fieldsOfTwin = [...fieldsOfChange, 'breaks', 'disturb', 'after', 'faults'] as const
const fieldsOfLab = [...fieldsOfChange, 'lesson', 'cites', 'settles', 'variants', 'twins'] as const
/** By the type, so that none is forgotten. */
const fieldsOfNetwork: Readonly<Record<keyof NetworkWishes, true>> = {
  loopback: true,
  family: true,
  sysctls: true,
  rawPeer: true,
  frames: true,
  askNeighbours: true,
  names: true,
  clientsLink: true,
  deadEnd: true,
  strays: true,
  serversMss: true,
  congestionControl: true,
  retransmitAfter: true,
}

/**
 * The lab, if all its words have a meaning: a claim of a state that there is not would never fail. Throws with the file, the
 * line where one is known, and the nearest right word.
 */
export function checkedLab(name: string, lab: Lab | undefined): Lab {
  try {
    check(lab)
    return lab
  } catch (error) {
    throw new WrongUsage(`${placeOf(error, name)}: ${saysOf(error)}`, { cause: error })
  }
}

/** Throws what kept a lab's file from being loaded as its author's mistake, with the line where one is known. */
export const unreadable =
  (name: string) =>
  (error: unknown): never => {
    throw new WrongUsage(`${placeOf(error, name)}: ${saysOf(error)}`, { cause: error })
  }

/** The play, of whose own mistakes its author is told, and not the harness accused. */
export const blamed =
  (name: string, play: Lab['play']): Lab['play'] =>
  (stage) =>
    play(stage).catch((error: unknown) => {
      const [thrownAt = ''] = error instanceof Error ? (decoded(error.stack ?? '').match(/^ +at .*$/m) ?? []) : []
      const isAuthors = error instanceof LabMistake || thrownAt.includes(`${folderOf(name)}/lab.ts:`)
      throw isAuthors ? unreadable(name)(error) : error
    })

function check(lab: Lab | undefined): asserts lab is Lab {
  if (typeof lab !== 'object')
    throw new LabMistake('it exports no lab; it must say: export default lab({ title, play, claims, twins })')
  requireFields(lab, fieldsOfLab)
  for (const field of ['title', 'play', 'claims', 'twins'] as const)
    if (lab[field] === undefined) throw new LabMistake(`the lab has no '${field}'`)
  requireWord('chapter', lab.lesson.chapter, chapters)
  for (const id of lab.settles) requireWord('statement', id, sideIds)
  const variants: readonly Change[] = Object.values(lab.variants ?? {})
  for (const variant of variants) requireFields(variant, fieldsOfChange)
  for (const twin of Object.values(lab.twins)) requireFields(twin, fieldsOfTwin)
  const changes = [...variants, ...Object.values(lab.twins)]
  for (const { network } of [lab, ...changes]) if (network) checkNetwork(network)
  const claims = [lab, ...changes].flatMap((each) => [...(each.claims?.(words) ?? []), ...waitedFor(each)])
  for (const claim of claims) for (const id of claim.settles) requireWord('statement', id, sideIds)
  for (const claim of claims) checkCounters(claim)
  for (const [name, twin] of Object.entries(lab.twins)) checkTwin(lab, name, twin)
}

/** What `--hold` and a twin's disturbance wait for. */
const waitedFor = ({ holds, after }: Pick<Twin, 'holds' | 'after'>): readonly Claim[] =>
  [holds, after].flatMap((each) => each?.(words) ?? [])

function checkCounters({ states, statedAt }: Claim): void {
  try {
    requireCounters(states)
  } catch (error) {
    if (!(error instanceof LabMistake)) throw error
    throw new LabMistake(error.message, error.word, error.known, statedAt)
  }
}

function checkNetwork(network: NetworkWishes): void {
  requireFields(network, Object.keys(fieldsOfNetwork))
  for (const [host, settings] of Object.entries(network.sysctls ?? {})) {
    requireWord('host', host, hosts)
    for (const name of Object.keys(settings)) requireParameter(name)
  }
}

/** One that names no claim would be broken by whatever goes wrong, and one that names another's by nothing. */
function checkTwin(lab: Lab, name: string, twin: Twin): void {
  if (twin.after && !twin.disturb)
    throw new LabMistake(`the twin '${name}' has 'after' but no 'disturb': it does not say what is then disturbed`)
  if (twin.faults !== undefined) requireWord('faults', twin.faults, ['none'])
  if (!twin.breaks || twin.breaks(words).length === 0)
    throw new LabMistake(`the twin '${name}' must name the claims that it is meant to break, in 'breaks'`)
  const ids = (twin.claims ?? lab.claims)(words).map(({ id }) => id)
  for (const { id } of twin.breaks(words)) requireWord(`claim for the twin '${name}' to break:`, id, ids)
}

const requireFields = (given: object, known: readonly string[]): void => {
  for (const field of Object.keys(given)) requireWord('field', field, known)
}

/** The lab's file, as whoever wrote it knows it, and the line of it that the error came from. */
function placeOf(error: unknown, name: string): string {
  if (error instanceof LabMistake && error.place !== '') return error.place
  const file = isOutside(name) ? `${name}/lab.ts` : `labs/${name}/lab.ts`
  const stack = error instanceof Error ? decoded(error.stack ?? '').split('\n') : []
  const [, number] = /lab\.ts:(\d+)/.exec(stack.find((each) => each.includes(`${file}:`)) ?? '') ?? []
  return number === undefined ? file : `${file}:${number}`
}

/** A stack names files as URLs do. */
function decoded(stack: string): string {
  try {
    return decodeURI(stack)
  } catch {
    return stack
  }
}

function saysOf(error: unknown): string {
  if (error instanceof LabMistake && error.known.length > 0)
    return `${error.message}; ${nearest(error.word, error.known)}`
  return error instanceof Error ? error.message : String(error)
}
