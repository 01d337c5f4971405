import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
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

/** Throws when there is no lab of this name, and says which are near. */
export function requireName(name: string): void {
  const names = labNames()
  if (!names.includes(name))
    throw new WrongUsage(`there is no lab '${name}'; ${nearest(name, names)} ('npm run lab -- list' lists them)`)
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
