import { createHash } from 'node:crypto'
import { chownSync, lstatSync, readdirSync, rmdirSync, rmSync, statSync } from 'node:fs'
import { mkdir, rename, symlink } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { isOutside, projectFolder } from '../catalogue/names.ts'
import { HarnessFailed, HostLacks } from '../errors.ts'
import { verdictName } from './verdict-file.ts'

const ownFolder = join(projectFolder, 'runs')
/** The records' place; the user may have another, on a larger disk for one. */
export const runsFolder = process.env.TCP_LABS_RUNS ? resolve(process.env.TCP_LABS_RUNS) : ownFolder

/**
 * The folder of a lab's records: `close-wait`. Of one outside labs/ its name and what tells it from others of that name, for no
 * two labs may share records: `keepalive@1f0c3a2b`.
 */
export const recordsOf = (lab: string): string =>
  isOutside(lab) ? `${basename(lab)}@${createHash('sha256').update(lab).digest('hex').slice(0, 8)}` : lab

/** A run's folder is named for when it began. */
export const nameOfTime = (time: Date): string => time.toISOString().replaceAll(':', '.')

/** Makes `runs/<lab>/<time>`, or the same in another place; two runs of one millisecond get folders of their own. */
export async function newRunFolder(lab: string, place = runsFolder): Promise<string> {
  const parent = join(place, recordsOf(lab))
  await makeFolders(parent).catch(cannotWrite)
  const time = nameOfTime(new Date())
  for (let number = 1; ; number++) {
    const folder = join(parent, number === 1 ? time : `${time}-${number}`)
    try {
      await mkdir(folder)
      return folder
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') cannotWrite(error)
    }
  }
}

/**
 * Makes the folder and those above it. Not mkdir's own `recursive`: where the kernel says that there is no such folder of one
 * that is there, as in /proc, Node tries it for ever.
 */
export async function makeFolders(folder: string): Promise<void> {
  try {
    await makeFolder(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(folder) === folder) throw error
    await makeFolders(dirname(folder))
    await makeFolder(folder)
  }
}

/** Makes one folder, or finds that it is there: another run may have made it meanwhile. */
async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST' || !statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error
  })
}

/** What the kernel says of a place in which nobody, or not this user, can make a folder. */
const closed = ['EACCES', 'EROFS', 'EPERM', 'ENOENT', 'ENOTDIR', 'EEXIST']

function cannotWrite(error: unknown): never {
  const { code, path } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT')
    throw new HarnessFailed(`there is no room for the record of the run in ${path}: the disk is full (${code})`)
  if (!closed.includes(code ?? '')) throw error
  throw new HostLacks(
    `the record of the run cannot be written to ${path} (${code}); run as the owner of this checkout, or in a copy of your own`,
  )
}

/** Removes what a run has written that came to no verdict: its captures, mostly. What cannot be removed stays. */
export function removeUnjudged(folder: string): void {
  if (lstatSync(join(folder, verdictName), { throwIfNoEntry: false })) return
  try {
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { force: true })
  } catch {
    // Through sudo it may be root's.
  }
}

/** Removes the folder of a run that has recorded nothing, and its lab's if that was the first. */
export function removeIfEmpty(folder: string): void {
  for (const each of [folder, dirname(folder)]) {
    try {
      rmdirSync(each)
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException
      if (!['ENOTEMPTY', 'EEXIST', 'ENOENT', 'EBUSY', 'EACCES', 'EPERM'].includes(code)) throw error
      return
    }
  }
}

/** Lets `latest` beside the folder point to it, in one step: whoever follows the link always finds a whole run. */
export async function pointLatest(folder: string): Promise<void> {
  const draft = join(dirname(folder), `.latest-${basename(folder)}`)
  await symlink(basename(folder), draft)
  await rename(draft, join(dirname(folder), 'latest'))
}

/** Through sudo we are root in a checkout that is somebody's: what they asked for is theirs to delete. */
export function giveToOwner(folder: string): void {
  const { uid, gid } = statSync(projectFolder)
  if (process.getuid?.() !== 0 || uid === 0) return
  const parent = dirname(folder)
  for (const path of [
    // A place of the user's own choice is not ours to give.
    ...(runsFolder === ownFolder ? [runsFolder] : []),
    parent,
    join(parent, 'latest'),
    folder,
    ...readdirSync(folder).map((name) => join(folder, name)),
  ]) {
    if (!lstatSync(path).isSymbolicLink()) chownSync(path, uid, gid)
  }
}
