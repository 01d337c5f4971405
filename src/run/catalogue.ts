import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { closest, distance } from 'fastest-levenshtein'
import type { Change, Lab } from '../lab.ts'
import { WrongUsage } from '../system/errors.ts'

export const projectFolder = join(import.meta.dirname, '..', '..')
export const labsFolder = join(projectFolder, 'labs')

export const labNames = (): string[] =>
  readdirSync(labsFolder)
    .filter((name) => existsSync(join(labsFolder, name, 'lab.ts')))
    .sort()

/** A lab as it is to be played: with the changes of a variant and of a twin already made. */
export interface Cast {
  readonly name: string
  readonly folder: string
  readonly variant?: string
  readonly twin?: string
  readonly lab: Lab
  /** The programs' files, in the lab's folder. */
  readonly client: string
  readonly server: string
}

export async function loadLab(name: string): Promise<Lab> {
  const names = labNames()
  if (!names.includes(name)) throw new WrongUsage(`there is no lab '${name}'; ${nearest(name, names)}`)
  const module = (await import(pathToFileURL(join(labsFolder, name, 'lab.ts')).href)) as { default: Lab }
  return module.default
}

export async function castLab(name: string, variant?: string, twin?: string): Promise<Cast> {
  const lab = await loadLab(name)
  const changes = [chosen('variant', name, lab.variants ?? {}, variant), chosen('twin', name, lab.twins, twin)].filter(
    (each) => each !== undefined,
  )
  const changed = changes.reduce<Lab & Partial<Change>>(
    (before, { title: _, ...change }) => ({ ...before, ...change }),
    lab,
  )
  return {
    name,
    folder: join(labsFolder, name),
    ...(variant === undefined ? {} : { variant }),
    ...(twin === undefined ? {} : { twin }),
    lab: changed,
    client: changed.client ?? './client.ts',
    server: changed.server ?? './server.ts',
  }
}

function chosen(
  kind: 'variant' | 'twin',
  lab: string,
  all: Readonly<Record<string, Change>>,
  name?: string,
): Change | undefined {
  if (name === undefined) return undefined
  const change = all[name]
  if (!change) throw new WrongUsage(`the lab ${lab} has no ${kind} '${name}'; ${nearest(name, Object.keys(all))}`)
  return change
}

/** The names someone may have meant, nearest first, or all of them when none is near. */
function nearest(name: string, names: readonly string[]): string {
  if (names.length === 0) return 'it has none'
  const near = names.filter((each) => distance(name, each) <= Math.max(2, name.length / 2) || each.includes(name))
  const sorted = near.toSorted((a, b) => distance(name, a) - distance(name, b)).slice(0, 3)
  return sorted.length > 0
    ? `did you mean ${sorted.join(', ')}?`
    : `there are ${names.join(', ')}; the nearest is ${closest(name, names)}`
}
