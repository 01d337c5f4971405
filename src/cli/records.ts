import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { findLab, isOutside, isPath, labNames, nearest } from '../catalogue/names.ts'
import { WrongUsage } from '../errors.ts'
import { loadEvidence } from '../evidence/load.ts'
import type { Evidence } from '../evidence.ts'
import { passedOver } from '../report/said.ts'
import { recordsOf, runsFolder } from '../run/folders.ts'
import { latestRuns } from '../run/latest.ts'

/** A run's record, and the folder that it was read from. */
export interface FoundRecord {
  readonly folder: string
  readonly evidence: Evidence
}

/** The record in this folder, or where a lab is named, `close-wait` or `close-wait/destroy`, that of its latest run; wrong usage where there is none. */
export function findRecord(given: string): FoundRecord {
  const folder = existsSync(join(given, 'evidence.jsonl')) ? given : (latestOf(given) ?? given)
  const file = join(resolve(folder), 'evidence.jsonl')
  if (!existsSync(file))
    throw new WrongUsage(`there is no record: looked for ${file}, but ${whatIsAt(folder)}${runs()}`)
  try {
    return { folder: resolve(folder), evidence: loadEvidence(folder) }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new WrongUsage(`the record cannot be read: ${why}; looked in ${file}${runs()}`)
  }
}

/** The folder of the latest run of the lab, whatever of it was played, or of its variant; undefined where no lab is named. */
function latestOf(given: string): string | undefined {
  const named = labIn(given)
  if (named === undefined) return undefined
  const { lab, variant } = named
  const command = isOutside(lab) ? `npm run lab -- run ${lab}` : `npm run lab:${lab}`
  const link = join(runsFolder, recordsOf(lab), 'latest')
  if (variant === undefined) {
    if (existsSync(link)) return link
    throw new WrongUsage(`there is no record: ${lab} has not been played here yet: ${command}`)
  }
  const found = latestRuns(lab, passedOver).find((each) => each.variant === variant)
  if (found) return found.last.folder
  const option = isOutside(lab) ? `--variant ${variant}` : `-- --variant ${variant}`
  throw new WrongUsage(`there is no record: ${given} has not been played here yet: ${command} ${option}`)
}

/** The lab, or the variant of a lab, that somebody has typed: `close-wait/destroy`, `./my-labs/keepalive`. */
function labIn(given: string): { readonly lab: string; readonly variant?: string } | undefined {
  const [lab = '', variant, ...more] = given.split('/')
  if (labNames().includes(lab) && more.length === 0) return { lab, ...(variant === undefined ? {} : { variant }) }
  if (isLab(given)) return { lab: findLab(given) }
  return isLab(dirname(given)) ? { lab: findLab(dirname(given)), variant: basename(given) } : undefined
}

const isLab = (path: string): boolean => isPath(path) && existsSync(join(path, 'lab.ts'))

function whatIsAt(folder: string): string {
  if (!existsSync(folder)) return `there is no folder ${folder}${noLab(folder)}`
  if (!statSync(folder).isDirectory()) return `${folder} is a file; the run's folder is wanted`
  const names = namesIn(folder).sort()
  const shown = names.slice(0, 6).join(', ')
  return `${folder} holds ${names.length > 6 ? `${shown} and more` : shown || 'nothing'}`
}

const noLab = (given: string): string =>
  /^[\w-]+$/.test(given) ? `, and no lab of that name; ${nearest(given, labNames())}` : ''

/** The records there are, in a form that can be pasted into the next command. */
function runs(): string {
  const folders = recordedRuns()
  if (folders.length === 0) return '\n     there are no recorded runs yet; npm run lab:<name> makes one'
  const more = folders.length > 8 ? [`and ${folders.length - 8} older ones`] : []
  return ['', 'recorded runs, the latest first:', ...folders.slice(0, 8).map((each) => `  ${each}`), ...more].join(
    '\n     ',
  )
}

/** A run's folder is named for its time, so names sort as times do. */
function recordedRuns(): string[] {
  return namesIn(runsFolder)
    .flatMap((lab) => namesIn(join(runsFolder, lab)).map((time) => ({ time, folder: join(runsFolder, lab, time) })))
    .filter(({ time, folder }) => time !== 'latest' && existsSync(join(folder, 'evidence.jsonl')))
    .toSorted((a, b) => b.time.localeCompare(a.time))
    .map(({ folder }) => relative(process.cwd(), folder))
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
