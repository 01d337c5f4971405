import { chmodSync, cpSync, lstatSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { WrongUsage } from '../errors.ts'
import { mount } from './calls.ts'
import { isRoot } from './user.ts'

/** Somebody's own files, or a tool's, of which only the first folder is looked at. */
export type Kind = 'own' | 'tool'

/** A folder of more than this is not copied. Bytes, and files. */
const most = { bytes: 256 * 1024 ** 2, files: 50_000 } as const

/**
 * Where a sandbox's user can read what is at this path: there; or, since root runs what only root may read, at another place
 * where the way to it is open; or in a copy that anybody may read.
 *
 * @param folder where the others go, in a mount namespace of the run's own
 */
export function layer(folder: string): (path: string, kind: Kind) => string {
  const laid = new Map<string, string>()
  const lay = (path: string, kind: Kind): string => {
    const place = join(folder, String(laid.size))
    const isFolder = statSync(path).isDirectory()
    mkdirSync(isFolder ? place : folder, { recursive: true })
    if (kind === 'tool' || isOpen(path)) {
      if (!isFolder) writeFileSync(place, '')
      mount(path, place, { bind: true })
    } else copy(path, place)
    return place
  }
  return (path, kind) => {
    if (!isRoot() || (ancestors(path).every((each) => mayBeRead(each, 0o1)) && (kind === 'tool' || isOpen(path))))
      return path
    const place = laid.get(path) ?? lay(path, kind)
    laid.set(path, place)
    return place
  }
}

/** Whether anybody may read all in it. */
const isOpen = (path: string): boolean => [path, ...everythingIn(path)].every((each) => mayBeRead(each))

function mayBeRead(path: string, needed?: number): boolean {
  const found = lookAt(path)
  if (!found || found.isSymbolicLink()) return true
  const wanted = needed ?? (found.isDirectory() ? 0o5 : 0o4)
  return (found.mode & wanted) === wanted
}

const ancestors = (path: string): string[] =>
  dirname(path) === path ? [] : [dirname(path), ...ancestors(dirname(path))]

/** Nothing where it was removed meanwhile, as an editor removes its files, or where its name is not in UTF-8. */
const lookAt = (path: string) => lstatSync(path, { throwIfNoEntry: false })

function* everythingIn(path: string): Generator<string> {
  if (!lookAt(path)?.isDirectory()) return
  for (const name of readdirSync(path)) {
    const each = join(path, name)
    yield each
    yield* everythingIn(each)
  }
}

function copy(path: string, place: string): void {
  requireSmall(path)
  cpSync(path, place, { recursive: true, verbatimSymlinks: true })
  for (const each of [place, ...everythingIn(place)]) open(each)
}

function requireSmall(path: string): void {
  let [bytes, files] = [0, 0]
  for (const each of [path, ...everythingIn(path)]) {
    bytes += lookAt(each)?.size ?? 0
    files += 1
    if (bytes > most.bytes || files > most.files)
      throw new WrongUsage(
        `only its owner may read all of ${path}, and it is too large to be copied into the sandbox; chmod -R o+rX ${path}, or put your program in a folder of its own`,
      )
  }
}

/** For others what its owner may do, save to write. */
function open(path: string): void {
  const found = lookAt(path)
  if (!found || found.isSymbolicLink()) return
  chmodSync(path, (found.mode & 0o755) | 0o444 | (found.mode & 0o100 ? 0o111 : 0))
}
