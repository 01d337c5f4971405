import { spawnSync } from 'node:child_process'
import { existsSync, lstatSync, readlinkSync, realpathSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, dirname, isAbsolute, relative, resolve, sep } from 'node:path'
import { HostLacks, WrongUsage } from '../errors.ts'
import type { Kind } from './laid.ts'
import type { Limits } from './limits.ts'
import type { Owner } from './pipes.ts'
import { locate } from './tools.ts'
import { isRoot } from './user.ts'

/**
 * A program that nobody trusts runs in a sandbox that bubblewrap makes (bwrap(1)): as nobody, without capabilities and without
 * a way to any, among its own processes alone, in its host's network, on a system that it can read and not write. Of people's
 * own files it sees the program's.
 */
export interface Sandboxed {
  readonly words: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  /** The program's folder, where it runs; where none is said, it sees the files that its command names and their folders. */
  readonly folder?: string
  readonly limits: Limits
  /** What it must not see of what it could read otherwise: the project, records. */
  readonly hidden: readonly string[]
  /** What of that it may read nevertheless. */
  readonly shown: readonly string[]
  /** Folders of control groups that it is to be in; without any, limits of single processes bound it. */
  readonly groups: readonly string[]
  /** The file of a filter of system calls (system-calls.ts), where it is given one. */
  readonly filter?: number
  /** Where nobody, whom the sandbox runs as, can read what is at a path (laid.ts). */
  readonly laid: (path: string, kind: Kind) => string
}

/** Who a program in a sandbox is: what is its own, as the outside sees it. */
export const nobody: Owner = { uid: 65_534, gid: 65_534 }

/** What makes a system, wherever it has it; the rest of a machine is somebody's own. */
const system = [
  ...['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32', '/etc', '/opt', '/nix', '/gnu'],
] as const

const home = '/home/program'

/** What its files in memory may be together, in each of the three folders that it may write to. Bytes. */
const roomForFiles = 128 * 1024 ** 2

/** A command and the environment that it is to have. */
export interface Command {
  readonly command: string
  readonly args: readonly string[]
  readonly environment: Readonly<Record<string, string>>
}

/** The command that runs the program in its sandbox. */
export function inSandbox(order: Sandboxed): Command {
  const { words, environment, limits, groups } = order
  const joined = groups.length === 0 ? [] : ['sh', '-c', joins, 'sh', ...groups, '--']
  const [command = '', ...args] = [
    ...joined,
    ...withoutRights(),
    ...['bwrap', ...namespaces, ...systemShown(), ...ownPlaces],
    ...filesShown(order),
    ...(order.filter === undefined ? [] : ['--seccomp', String(order.filter)]),
    ...['--remount-ro', '/dev', '--remount-ro', '/', '--chdir', folderOf(order)],
    ...bounded(limits, groups.length > 0),
    ...words,
  ]
  // What our own programs keep compiled is not there.
  const { NODE_COMPILE_CACHE: _, ...passed } = environment
  return { command, args, environment: { ...passed, HOME: home, TMPDIR: '/tmp' } }
}

/** Puts itself into each group that it is given, up to `--`, and becomes what follows. */
const joins = 'while [ "$1" != -- ]; do echo 0 > "$1/cgroup.procs" || exit 125; shift; done; shift; exec "$@"'

/** Bubblewrap refuses to begin with capabilities that it has not got from root. */
const withoutRights = (): readonly string[] => [
  ...['setpriv', '--no-new-privs', '--inh-caps=-all', '--ambient-caps=-all', '--bounding-set=-all'],
  ...(isRoot() ? ['--reuid', String(nobody.uid), '--regid', String(nobody.gid), '--clear-groups'] : []),
]

const namespaces = [
  ...['--unshare-user', '--disable-userns', '--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try'],
  ...['--uid', String(nobody.uid), '--gid', String(nobody.gid), '--hostname', 'lab', '--cap-drop', 'ALL', '--new-session'],
] // biome-ignore format: a line for each kind

const inMemory = (place: string): readonly string[] => ['--size', String(roomForFiles), '--tmpfs', place]

const ownPlaces = [
  ...['--dev', '/dev', ...inMemory('/dev/shm'), '--proc', '/proc', '--dir', '/run', '--dir', '/var/tmp'],
  ...[...inMemory('/tmp'), ...inMemory(dirname(home)), '--dir', home],
]

const systemShown = (): readonly string[] =>
  system.flatMap((place) => {
    const found = lstatSync(place, { throwIfNoEntry: false })
    if (!found) return []
    if (found.isSymbolicLink()) return ['--symlink', readlinkSync(place), place]
    // Nobody is somebody else: what others may not enter cannot be shown.
    return isRoot() && (found.mode & 0o005) !== 0o005 ? [] : ['--ro-bind', place, place]
  })

function filesShown(order: Sandboxed): readonly string[] {
  const { hidden, shown, laid } = order
  // Also where it lies under a folder that the program may write to, as a checkout in /tmp does.
  const covered = hidden.toSorted().flatMap((place) => ['--tmpfs', place])
  const own = new Map<string, Kind>([
    ...toolsOf(order).map((path) => [path, 'tool'] as const),
    ...shown.filter((path) => existsSync(path)).map((path) => [path, 'tool'] as const),
    ...ownFiles(order).map((path) => [path, 'own'] as const),
  ])
  const bound = [...own.keys()].toSorted().flatMap((path) => ['--ro-bind', laid(path, own.get(path) ?? 'own'), path])
  const closed = hidden.toSorted().flatMap((place) => ['--remount-ro', place])
  // So that tools are found where PATH has them, if they are not there already.
  const links = linksTo(order).filter(([, link]) => ![...own.keys()].some((path) => isIn(link, path)))
  return [
    ...covered,
    ...bound,
    ...links.flatMap(([real, link]) => ['--symlink', real, link]),
    '--dir',
    folderOf(order),
    ...closed,
  ]
}

/** The program's folder, or the files that its command names: each with its folder, unless that is more than the program's. */
function ownFiles({ words, folder, hidden }: Sandboxed): readonly string[] {
  if (folder !== undefined) return [resolve(folder)]
  return words.flatMap((word) => {
    const path = resolve(word)
    if (!word.includes(sep) && !/\.\w+$/.test(word) && !existsSync(path)) return []
    if (!existsSync(path) || isSystems(path)) return []
    const whole = statSync(path).isDirectory() ? path : dirname(path)
    const isMore = [homedir(), process.cwd(), ...hidden].some((place) => isIn(place, whole)) || isAnybodys(whole)
    const isHidden = hidden.some((place) => isIn(whole, place))
    return [isMore || isHidden ? path : whole]
  })
}

const isAnybodys = (folder: string): boolean =>
  ['/', '/tmp', '/var/tmp', '/home', '/run', '/mnt', '/srv'].includes(folder)

/** Tools that are not the system's, as those in somebody's home: the folder that has their `bin`, or the `shims` that find them. */
function toolsOf({ words }: Sandboxed): readonly string[] {
  return foundTools(words).flatMap(({ real }) => {
    const folder = dirname(real)
    const whole = ['bin', 'shims'].includes(basename(folder)) ? dirname(folder) : real
    return [isIn(homedir(), whole) || isAnybodys(whole) ? real : whole]
  })
}

const linksTo = ({ words }: Sandboxed): ReadonlyArray<readonly [real: string, link: string]> =>
  foundTools(words).flatMap(({ found, real }) => (found === real ? [] : [[real, found] as const]))

/** The program's interpreter, and Node, which the project brings; those of the system are there anyway. */
function foundTools(words: readonly string[]): ReadonlyArray<{ readonly found: string; readonly real: string }> {
  return [...new Set([words[0] ?? '', 'node'])].flatMap((name) => {
    const found = name.includes(sep) ? undefined : locate(name)
    if (found === undefined || !isAbsolute(found) || isSystems(found)) return []
    return [{ found, real: realpathSync(found) }]
  })
}

const folderOf = ({ folder }: Sandboxed): string => (folder === undefined ? process.cwd() : resolve(folder))

const isIn = (path: string, folder: string): boolean => {
  const way = relative(folder, path)
  return way === '' || (!way.startsWith('..') && !isAbsolute(way))
}

const isSystems = (path: string): boolean => system.some((place) => isIn(path, place))

/** Set within the sandbox: the kernel counts processes for each user of each user namespace. */
function bounded({ memory, processes, cpu, files, file }: Limits, isGrouped: boolean): readonly string[] {
  const alone = isGrouped ? [] : [`--data=${memory}`, `--nproc=${processes}`]
  return ['prlimit', ...alone, `--cpu=${cpu}:${cpu + 1}`, `--nofile=${files}`, `--fsize=${file}`, '--core=0', '--']
}

/** What shows the program more than its own is no folder of a program. */
function requireFolder({ folder, hidden }: Sandboxed): void {
  if (folder === undefined) return
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new WrongUsage(`${folder} is not a folder; --folder names the one that your program is in`)
  const more = [homedir(), '/etc', ...hidden].find((place) => isIn(place, resolve(folder)))
  if (more !== undefined)
    throw new WrongUsage(`your program would see all of ${folder}, and ${more} with it; put it in a folder of its own`)
}

/** Throws where this machine cannot make one, and says why; must be asked where programs are to run. */
export function requireSandbox(order: Sandboxed): void {
  requireFolder(order)
  if (!locate('bwrap'))
    throw new HostLacks(
      'this machine has no bwrap, and your program may not run without a sandbox; install bubblewrap, or give --trust if it is your own',
    )
  const { command, args, environment } = inSandbox({ ...order, words: ['true'] })
  const { status, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...environment, PATH: process.env.PATH },
  })
  if (status === 0) return
  const why = stderr?.trim() || error?.message || `it ended with status ${status}`
  throw new HostLacks(`no sandbox can be made here for your program (${why}); if it is your own, give --trust`)
}
