import { createHash, type Hash } from 'node:crypto'
import { constants, lstatSync, readdirSync, readlinkSync, type Stats } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Plan, Task } from './plan.ts'

/** What of a folder is read at most: nobody waits for what has no end. */
const most = { files: 20_000, bytes: 1024 ** 3 } as const

/** A submission that nobody can play as it is, and why: a person must look at it. */
export class Refused extends Error {
  override readonly name = 'Refused'
}

/**
 * SHA-256 over the files of a folder, in the order of their paths: of each its path, kind, whether it can be executed, and what
 * is in it, of a link what it says. Links are not followed, and what is no file is named but not opened.
 * @throws Refused where there is too much of it, or something cannot be read
 */
export async function hashOfFolder(folder: string): Promise<string> {
  const hash = createHash('sha256')
  const room = { files: most.files, bytes: most.bytes }
  for (const path of pathsIn(folder, '', room)) await addFile(hash, folder, path, room)
  return hash.digest('hex')
}

interface Room {
  files: number
  bytes: number
}

/** Every path below, sorted by its code units. */
function pathsIn(folder: string, below: string, room: Room): string[] {
  const entries = readdirSync(join(folder, below), { withFileTypes: true })
  room.files -= entries.length
  if (room.files < 0) throw new Refused(`it has more than ${most.files} files`)
  return entries
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(below, entry.name)
      return entry.isDirectory() ? [path, ...pathsIn(folder, path, room)] : [path]
    })
}

async function addFile(hash: Hash, folder: string, path: string, room: Room): Promise<void> {
  const stats = lstatSync(join(folder, path))
  const kind = kindOf(stats)
  add(hash, path, kind, kind === 'file' && (stats.mode & 0o111) !== 0 ? 'executable' : '')
  if (kind === 'link') add(hash, readlinkSync(join(folder, path)))
  if (kind !== 'file') return
  room.bytes -= stats.size
  if (room.bytes < 0) throw new Refused(`its files take more than ${most.bytes / 1024 ** 2} MiB`)
  hash.update(`${stats.size}\0`)
  await addContents(hash, join(folder, path))
}

/** Nobody may put another thing in the file's place meanwhile: a link is not followed, and a pipe not waited for. */
async function addContents(hash: Hash, path: string): Promise<void> {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants
  const file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
  try {
    for await (const chunk of file.createReadStream({ autoClose: false })) hash.update(chunk as Buffer)
  } finally {
    await file.close()
  }
}

/** Each with its length, so that no two lists of texts are the same bytes. */
const add = (hash: Hash, ...texts: readonly string[]): void => {
  for (const text of texts) hash.update(`${Buffer.byteLength(text)}:${text}\0`)
}

const kindOf = (stats: Stats): 'file' | 'folder' | 'link' | 'other' => {
  if (stats.isFile()) return 'file'
  if (stats.isDirectory()) return 'folder'
  return stats.isSymbolicLink() ? 'link' : 'other'
}

export const hashOfText = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Of what a plan says, however it is written; where the submissions lie is each machine's own. */
export const hashOfPlan = ({ submissions: _, ...plan }: Plan): string => hashOfText(inOrder(plan))

/** Of what decides how a task is played: where only points have changed nothing need be played again. */
export const hashOfTask = ({ lab, variant, role, command, ipv6 }: Task, { limits }: Plan): string =>
  hashOfText(inOrder({ lab, variant, role, command, ipv6, limits }))

/** JSON with the keys in their order. */
const inOrder = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  )
