import { existsSync, readdirSync, realpathSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, resolve } from 'node:path'
import { closest, distance } from 'fastest-levenshtein'
import { WrongUsage } from '../errors.ts'

export const projectFolder = join(import.meta.dirname, '..', '..')
export const labsFolder = join(projectFolder, 'labs')

/** Where Node keeps compiled programs, so that one boots in 20 ms instead of 50; where it cannot be written it is only slower. */
export const compileCache = join(projectFolder, 'node_modules', '.cache', 'tcp-labs')

export const labNames = (): string[] =>
  readdirSync(labsFolder)
    .filter((name) => existsSync(join(labsFolder, name, 'lab.ts')))
    .sort()

/** Whether a lab is outside labs/: there it is known by its name, anywhere else by its folder, as an absolute path. */
export const isOutside = (lab: string): boolean => isAbsolute(lab)

export const folderOf = (lab: string): string => (isOutside(lab) ? lab : join(labsFolder, lab))

/**
 * The lab that somebody has typed: the name of one in labs/, or the path of a lab's folder, from where they are. Throws where
 * there is none, and says which are near.
 */
export function findLab(given: string): string {
  if (!isPath(given)) {
    requireLab(given)
    return given
  }
  const folder = resolve(basename(given) === definition ? dirname(given) : given)
  requireLab(folder)
  // One folder has one name, whatever links lead to it.
  const found = realpathSync(folder)
  return dirname(found) === realpathSync(labsFolder) ? basename(found) : found
}

export const isPath = (given: string): boolean => given.includes('/') || /^\.{1,2}$/.test(given)

const definition = 'lab.ts'

/** Throws when there is no such lab, and says which are near. */
export function requireLab(lab: string): void {
  if (existsSync(join(folderOf(lab), definition)) && (isOutside(lab) || labNames().includes(lab))) return
  if (isOutside(lab)) throw new WrongUsage(`there is no lab in ${lab}: it has no ${definition}${variantOf(lab)}`)
  const here = existsSync(join(lab, definition)) ? `; for the one in the folder ${lab}, say ./${lab}` : undefined
  throw new WrongUsage(
    `there is no lab '${lab}'${here ?? `; ${nearest(lab, labNames())} ('npm run lab -- list' lists them)`}`,
  )
}

/** For whoever typed a variant as `show` takes it. */
function variantOf(folder: string): string {
  const [lab, variant] = [basename(dirname(folder)), basename(folder)]
  return labNames().includes(lab) ? `; for the variant of a lab, write ${lab} --variant ${variant}` : ''
}

/** So many nobody reads. */
const manyNames = 30

/** The names someone may have meant, nearest first, or all of them when none is near. */
export function nearest(name: string, names: readonly string[]): string {
  if (names.length === 0) return 'it has none'
  const near = names.filter((each) => distance(name, each) <= Math.max(2, name.length / 2) || each.includes(name))
  const sorted = near.toSorted((a, b) => distance(name, a) - distance(name, b)).slice(0, 3)
  if (sorted.length > 0) return `did you mean ${sorted.join(', ')}?`
  const which = names.length > manyNames ? `${names.length} others` : names.join(', ')
  return `there are ${which}; the nearest is ${closest(name, names)}`
}
