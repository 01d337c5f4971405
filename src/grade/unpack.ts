import { createReadStream, createWriteStream, mkdirSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { extract, list, type ReadEntry } from 'tar'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { Refused } from './hash.ts'
import type { ArchiveKind } from './names.ts'

/** What comes out of an archive at most: a few bytes can be said to mean terabytes. */
const most = { files: 5000, bytes: 256 * 1024 ** 2, path: 400 } as const

/**
 * Unpacks what a stranger has packed, into a folder that there is not yet, and returns the folder in which its files are: the
 * archive's only folder, where all lies in one.
 * @throws Refused for a path that leaves the folder, a link, a device, what is too large, or no archive at all
 */
export async function unpack(archive: string, kind: ArchiveKind, place: string): Promise<string> {
  mkdirSync(place, { recursive: true })
  try {
    await (kind === '.zip' ? unzip(archive, place) : untar(archive, place))
  } catch (error) {
    if (error instanceof Refused) throw error
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw new Refused('it contains the same path twice')
    throw new Refused(
      `it cannot be unpacked: ${(error as Error).message.replaceAll(place, '').replaceAll(archive, 'it')}`,
    )
  }
  return topOf(place)
}

/** macOS packs folders of its own beside what was meant. */
const ofMacs = ['__MACOSX', '.DS_Store']

function topOf(place: string): string {
  const [only, ...others] = readdirSync(place, { withFileTypes: true }).filter(({ name }) => !ofMacs.includes(name))
  return only?.isDirectory() && others.length === 0 ? join(place, only.name) : place
}

/** Counts what comes out, and refuses what is too much. */
function counting() {
  const counted = { files: 0, bytes: 0 }
  return (bytes: number): void => {
    counted.files += 1
    counted.bytes += bytes
    if (counted.files > most.files) throw new Refused(`it contains more than ${most.files} files`)
    if (counted.bytes > most.bytes) throw tooLarge()
  }
}

const tooLarge = (): Refused => new Refused(`unpacked, it is larger than ${most.bytes / 1024 ** 2} MiB`)

/** Refuses what would come to lie outside, or cannot be a name. */
function requireWithin(path: string): void {
  const parts = path.split('/')
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path) || parts.includes('..') || /[\0\\]/.test(path))
    throw new Refused(`it contains a path that leads out of its folder: ${path.slice(0, 100)}`)
  if (path.length > most.path) throw new Refused('it contains a path that is too long')
}

const modeOf = (mode: number | undefined): number => (((mode ?? 0) & 0o111) !== 0 ? 0o755 : 0o644)

/** Twice: all that it says it holds is looked at before anything is written. */
async function unzip(archive: string, place: string): Promise<void> {
  const count = counting()
  await eachEntry(archive, (entry) => {
    requireFile(entry)
    count(entry.uncompressedSize)
  })
  await eachEntry(archive, (entry, zip) => unzipOne(zip, entry, place))
}

async function eachEntry(archive: string, act: (entry: Entry, zip: ZipFile) => Promise<void> | void): Promise<void> {
  const zip = await openPromise(archive)
  try {
    for await (const entry of zip.eachEntry()) await act(entry, zip)
  } finally {
    zip.close()
  }
}

const kindOfFile = { mask: 0o170000, file: 0o100000, folder: 0o040000 } as const

/** Only Unix says what kind of file it is, in the upper half. */
const unixMode = ({ externalFileAttributes }: Entry): number => externalFileAttributes >>> 16

function requireFile(entry: Entry): void {
  requireWithin(entry.fileName)
  const kind = unixMode(entry) & kindOfFile.mask
  if (kind !== 0 && kind !== kindOfFile.file && kind !== kindOfFile.folder)
    throw new Refused(`it contains a link or something else that is not a file: ${entry.fileName}`)
  if (entry.isEncrypted()) throw new Refused('it is encrypted')
}

async function unzipOne(zip: ZipFile, entry: Entry, place: string): Promise<void> {
  const path = join(place, entry.fileName)
  if (entry.fileName.endsWith('/')) {
    mkdirSync(path, { recursive: true })
    return
  }
  mkdirSync(dirname(path), { recursive: true })
  // What it says of its size is checked as it is read.
  const contents = await zip.openReadStreamPromise(entry)
  await pipeline(contents, createWriteStream(path, { flags: 'wx', mode: modeOf(unixMode(entry)) }))
}

/** Twice, too. */
async function untar(archive: string, place: string): Promise<void> {
  const count = counting()
  let refused: unknown
  const look = (entry: ReadEntry): void => {
    try {
      if (refused === undefined) requireOrdinary(entry, count)
    } catch (error) {
      refused = error
    }
  }
  await pipeline(createReadStream(archive), createGunzip(), bounded(), list({ strict: true, onReadEntry: look }))
  if (refused !== undefined) throw refused
  const onReadEntry = (entry: ReadEntry): void => {
    // No bit that would make it run as somebody else.
    entry.mode = entry.type === 'Directory' ? 0o755 : modeOf(entry.mode)
  }
  const options = { cwd: place, strict: true, preserveOwner: false, processUmask: 0o022, onReadEntry }
  await pipeline(createReadStream(archive), createGunzip(), bounded(), extract(options))
}

function requireOrdinary({ path, type, size }: ReadEntry, count: (bytes: number) => void): void {
  requireWithin(path)
  if (type !== 'File' && type !== 'OldFile' && type !== 'Directory')
    throw new Refused(`it contains a link or something else that is not a file: ${path}`)
  count(size)
}

/** What is unzipped ends where it is too much, before anybody has read all of it. Each file has a head besides. */
function bounded(): Transform {
  let bytes = 0
  return new Transform({
    transform(chunk: Buffer, _, next) {
      bytes += chunk.length
      if (bytes > most.bytes + most.files * 4096) next(tooLarge())
      else next(null, chunk)
    },
  })
}
