import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { changedLab } from './catalogue/changed.ts'
import { blamed, checkedLab, unreadable } from './catalogue/checked.ts'
import { folderOf, isOutside, nearest, requireLab } from './catalogue/names.ts'
import { WrongUsage } from './errors.ts'
import type { Change, Lab } from './lab.ts'

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

/**
 * Loads a lab of labs/ by its name, or any other by its folder's absolute path.
 * @throws WrongUsage where there is none, or its file is no lab, with the line that is wrong where one is known
 */
export async function loadLab(name: string): Promise<Lab> {
  requireLab(name)
  if (isOutside(name)) await import('./aliases.ts')
  const file = join(folderOf(name), 'lab.ts')
  const module = (await import(pathToFileURL(file).href).catch(unreadable(name))) as { default?: Lab }
  return checkedLab(name, module.default)
}

export async function castLab(name: string, variant?: string, twin?: string): Promise<Cast> {
  const lab = await loadLab(name)
  const asVariant = variant === undefined ? {} : chosen('variant', name, lab.variants ?? {}, variant)
  const asTwin = twin === undefined ? {} : chosen('twin', name, lab.twins, twin)
  const changed = changedLab(lab, asVariant, asTwin)
  return {
    name,
    folder: folderOf(name),
    ...(variant === undefined ? {} : { variant }),
    ...(twin === undefined ? {} : { twin }),
    lab: { ...changed, play: blamed(name, changed.play) },
    client: changed.client ?? './client.ts',
    server: changed.server ?? './server.ts',
  }
}

function chosen<Kind extends Change>(
  kind: 'variant' | 'twin',
  lab: string,
  all: Readonly<Record<string, Kind>>,
  name: string,
): Kind {
  // Its own: `--twin toString` names none.
  const change = Object.hasOwn(all, name) ? all[name] : undefined
  if (!change) throw new WrongUsage(`the lab ${lab} has no ${kind} '${name}'; ${nearest(name, Object.keys(all))}`)
  return change
}
