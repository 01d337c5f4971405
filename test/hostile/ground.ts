import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  copyFileSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer, type Server } from 'node:net'
import { basename, extname, join } from 'node:path'
import { project } from '../labs/cli.ts'

export const programs = join(import.meta.dirname, 'programs')

/** Where hostile programs are submitted, beside all that they are not to touch. */
export interface Ground {
  /** Where the runs' records go. */
  readonly runs: string
  /** The command of a submitted program. */
  command(program: string): string
  /** All that they are told the paths of and could write to, and what they could read, by what it holds and when it was changed. */
  state(): string
  remove(): void
}

/** What runs a program, by how its name ends. The system's own Python: one of somebody's takes longer to start. */
const interpreters: Readonly<Record<string, string>> = {
  '.py': '/usr/bin/python3 -S -E -s -B ',
  '.pl': 'perl ',
  '.sh': 'bash ',
}

/**
 * @param checkout the harness that is to play them, and that they are to leave as it is
 * @param owner who runs it, where that is somebody else
 */
export async function makeGround(checkout = project, owner?: number): Promise<Ground> {
  // Not in /tmp, of which each has one of its own.
  const folder = mkdtempSync('/var/tmp/tcp-labs-hostile-')
  const inside = (...names: string[]) => join(folder, ...names)
  const runs = inside('runs')
  for (const each of ['submissions', 'runs', 'runs/time-wait', 'home']) mkdirSync(inside(each))
  for (const each of ['', 'submissions', 'home']) chmodSync(inside(each), 0o755)
  writeFileSync(inside('home', 'grades.csv'), 'somebody,100\n')
  writeFileSync(inside('runs', 'time-wait', 'verdict.json'), '{"verdict":"fail"}\n')
  mkdirSync(inside('submissions', 'somebody'))
  writeFileSync(inside('submissions', 'somebody', 'server.py'), 'print("mine")\n')
  symlinkSync('somebody', inside('submissions', 'latest'))
  const sockets = await listen(inside('home', 'socket'), `tcp-labs-hostile-${basename(folder)}`)
  chmodSync(inside('home', 'socket'), 0o777)
  const told = [
    ...named('write', [inside('home', 'grades.csv'), inside('runs', 'time-wait', 'verdict.json')]),
    ...named('write', [inside('submissions', 'somebody', 'server.py'), inside('submissions', 'latest')]),
    ...named(
      'write',
      ['src/verdict.ts', 'src/report.ts', 'labs/handshake/lab.ts'].map((path) => join(checkout, path)),
    ),
    ...named('write', [join(runs, 'four-way-close', 'latest', 'verdict.json')]),
    ...named('read', [inside('home', 'grades.csv'), inside('submissions', 'somebody', 'server.py')]),
    ...named(
      'read',
      ['labs/four-way-close/lab.ts', 'CLAIMS.md', 'src/verdict.ts'].map((path) => join(checkout, path)),
    ),
    ...named('read', [inside('runs', 'time-wait', 'verdict.json')]),
    ...named('socket', [inside('home', 'socket')]),
    ...named('abstract', [`tcp-labs-hostile-${basename(folder)}`]),
  ].join('\n')
  for (const name of readdirSync(programs)) submit(name, inside('submissions', name), told)
  if (owner !== undefined) giveAll(folder, owner)
  return {
    runs,
    command: (program) => {
      const file = inside('submissions', program, program)
      return extname(program) === '.c' ? file.slice(0, -2) : `${interpreters[extname(program)]}${file}`
    },
    state: () =>
      [
        join(checkout, 'src'),
        join(checkout, 'labs'),
        inside('home'),
        inside('submissions'),
        inside('runs', 'time-wait'),
      ]
        .map(stateOf)
        .join('\n'),
    remove() {
      for (const each of sockets) each.close()
      rmSync(folder, { recursive: true })
    },
  }
}

const named = (kind: string, paths: readonly string[]): string[] => paths.map((path) => `${kind} ${path}`)

/** A folder for each, with what its author has learnt, and what he would like to have at hand. */
function submit(name: string, folder: string, told: string): void {
  mkdirSync(folder)
  copyFileSync(join(programs, name), join(folder, name))
  copyFileSync(join(programs, 'serving.py'), join(folder, 'serving.py'))
  writeFileSync(join(folder, 'places'), `${told}\n`)
  if (name === 'prerecorded.py') cpSync(right, folder, { recursive: true })
  if (name === 'symlinks.py')
    for (const [link, path] of [
      ['shadow', '/etc/shadow'],
      ['other', '../somebody/server.py'],
      ['lab', join(project, 'CLAIMS.md')],
    ] as const)
      symlinkSync(path, join(folder, link))
  if (hasCompiler && extname(name) === '.c')
    execFileSync('gcc', ['-O2', '-o', join(folder, name.slice(0, -2)), join(folder, name)])
}

/** The record of a run that passed. */
const right = join(project, 'test', 'fixtures', 'runs', 'handshake')

export const hasCompiler = ((): boolean => {
  try {
    execFileSync('gcc', ['--version'])
    return true
  } catch {
    return false
  }
})()

async function listen(...[path, name]: readonly [string, string]): Promise<readonly Server[]> {
  return Promise.all(
    [path, `\0${name}`].map(
      (address) =>
        new Promise<Server>((resolve) => {
          const server = createServer().listen(address, () => resolve(server))
          server.unref()
        }),
    ),
  )
}

function giveAll(path: string, owner: number): void {
  if (lstatSync(path).isSymbolicLink()) return
  chownSync(path, owner, owner)
  if (lstatSync(path).isDirectory()) for (const name of readdirSync(path)) giveAll(join(path, name), owner)
}

/** Each file's path, mode, owner, time and what it holds. */
function stateOf(path: string): string {
  const { mode, uid, mtimeMs } = lstatSync(path)
  const found = lstatSync(path)
  const held = found.isFile()
    ? createHash('sha256').update(readFileSync(path)).digest('hex')
    : found.isSymbolicLink()
      ? readlinkSync(path)
      : ''
  const own = `${path} ${mode} ${uid} ${mtimeMs} ${held}`
  return found.isDirectory()
    ? [
        own,
        ...readdirSync(path)
          .toSorted()
          .map((name) => stateOf(join(path, name))),
      ].join('\n')
    : own
}
