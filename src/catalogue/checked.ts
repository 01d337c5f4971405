import { WrongUsage } from '../errors.ts'
import { type Change, chapters, type Lab, words } from '../lab.ts'
import { LabMistake, requireWord } from '../tcp.ts'
import { nearest } from './names.ts'
import { statements } from './statements.ts'

const fieldsOfChange = ['title', 'takes', 'network', 'client', 'server', 'play', 'claims'] as const
const fieldsOfLab = [...fieldsOfChange, 'lesson', 'cites', 'settles', 'variants', 'twins'] as const

/**
 * The lab, if all its words have a meaning: a claim of a state that there is not would never fail. Throws with the file, the
 * line where one is known, and the nearest right word.
 */
export function checkedLab(name: string, lab: Lab): Lab {
  try {
    check(lab)
    return lab
  } catch (error) {
    throw new WrongUsage(`${placeOf(error, name)}: ${saysOf(error)}`, { cause: error })
  }
}

function check(lab: Lab): void {
  requireFields(lab, fieldsOfLab)
  requireWord('chapter', lab.lesson.chapter, chapters)
  const ids = statements.map(({ id }) => id)
  for (const id of lab.settles) requireWord('statement', id, ids)
  const changes: readonly Change[] = [...Object.values(lab.variants ?? {}), ...Object.values(lab.twins)]
  for (const change of changes) requireFields(change, fieldsOfChange)
  const claims = [lab, ...changes].flatMap((each) => each.claims?.(words) ?? [])
  for (const claim of claims) for (const id of claim.settles) requireWord('statement', id, ids)
}

const requireFields = (given: object, known: readonly string[]): void => {
  for (const field of Object.keys(given)) requireWord('field', field, known)
}

/** The line of the lab's own file that the error came from. */
function placeOf(error: unknown, name: string): string {
  const file = `labs/${name}/lab.ts`
  const line = error instanceof Error ? error.stack?.split('\n').find((each) => each.includes(`/${file}`)) : undefined
  const [, number] = /lab\.ts:(\d+)/.exec(line ?? '') ?? []
  return number === undefined ? file : `${file}:${number}`
}

function saysOf(error: unknown): string {
  if (error instanceof LabMistake && error.known.length > 0)
    return `${error.message}; ${nearest(error.word, error.known)}`
  return error instanceof Error ? error.message : String(error)
}
