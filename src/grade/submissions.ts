import { type Dirent, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { WrongUsage } from '../errors.ts'
import { hashOfFolder, hashOfText, Refused } from './hash.ts'
import { archiveKind, folderOf } from './names.ts'
import { unpack } from './unpack.ts'

/** Somebody's work, or what was handed in as such and cannot be played. */
export interface Submission {
  /** The name of its folder, or of its archive without the ending. */
  readonly name: string
  /** The name of the folder of its results. */
  readonly folder: string
  /** SHA-256 over its files. */
  readonly hash?: string
  /** Why it cannot be played. */
  readonly refused?: string
}

/** One with the folder in which its programs are. */
export interface Handed extends Submission {
  readonly path?: string
}

/**
 * Everything that was handed in: each folder, and each archive, which is unpacked. What begins with a dot is nobody's.
 * @param place where archives are unpacked: an empty folder
 * @throws WrongUsage where there is no folder, or nothing in it
 */
export async function submissionsIn(folder: string, place: string): Promise<readonly Handed[]> {
  const entries = entriesOf(folder).filter(({ name }) => !name.startsWith('.'))
  if (entries.length === 0)
    throw new WrongUsage(`there are no submissions in ${folder}: each must be a folder or an archive in it`)
  const sorted = entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const names = sorted.map(nameOf)
  const found: Handed[] = []
  for (const [index, entry] of sorted.entries()) {
    const name = names[index] ?? ''
    const twice = sorted.some((other, at) => at !== index && (names[at] === name || other.name === name))
    // Two that share a name are told apart by their whole ones.
    found.push(await handed(entry, twice ? entry.name : name, { folder, place, twice }))
  }
  return found
}

function entriesOf(folder: string): Dirent[] {
  try {
    if (statSync(folder).isDirectory()) return readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    throw new WrongUsage(
      `the submissions cannot be read: ${(error as Error).message}; the plan's 'submissions' names them`,
    )
  }
  throw new WrongUsage(`${folder}, where the submissions should be, is not a folder; the plan's 'submissions' names it`)
}

const nameOf = (entry: Dirent): string =>
  entry.isFile() ? entry.name.slice(0, entry.name.length - (archiveKind(entry.name)?.length ?? 0)) : entry.name

async function handed(
  entry: Dirent,
  name: string,
  { folder, place, twice }: { readonly folder: string; readonly place: string; readonly twice: boolean },
): Promise<Handed> {
  const known = { name, folder: folderOf(name, hashOfText(name)) }
  try {
    if (twice) throw new Refused(`there are two submissions named ${nameOf(entry)}: remove one`)
    // What is not UTF-8 was read with characters in its place, and nothing is found by it.
    if (name.includes('\ufffd')) throw new Refused('its name is not in UTF-8: rename it')
    const path = await pathOf(entry, join(folder, entry.name), join(place, known.folder))
    return { ...known, path, hash: await hashOfFolder(path) }
  } catch (error) {
    return { ...known, refused: reasonOf(error) }
  }
}

async function pathOf(entry: Dirent, path: string, place: string): Promise<string> {
  if (entry.isDirectory()) return path
  if (entry.isSymbolicLink()) throw new Refused('it is a link, and links are not followed')
  const kind = entry.isFile() ? archiveKind(entry.name) : undefined
  if (kind === undefined) throw new Refused('it is neither a folder nor an archive (.zip, .tar.gz, .tgz)')
  return unpack(path, kind, place)
}

/** Without the paths of whoever grades: it stands in what is handed out. */
function reasonOf(error: unknown): string {
  if (error instanceof Refused) return error.message
  const { code } = error as NodeJS.ErrnoException
  return code === undefined ? `it cannot be read: ${(error as Error).message}` : `it cannot be read (${code})`
}
