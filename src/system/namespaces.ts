import { spawnSync } from 'node:child_process'
import { HostLacks } from '../errors.ts'
import { locate } from './tools.ts'

/**
 * How this user gets namespaces of their own. Everything that a run makes (network namespaces, mounts, processes) lives
 * in one set of them that the kernel takes down when its first process ends, so that not even SIGKILL leaves any behind.
 */
export interface Entry {
  readonly as: 'root' | 'user' | 'sudo'
  /** The command that the harness's own is appended to. */
  readonly command: readonly string[]
}

/**
 * When whoever started it dies, even of SIGKILL, so does the first `timeout`, whatever state it is in. The second is told by
 * the kernel, and goes on if it is stopped, since it has lost the parent that could have made it (setpgid(2), orphaned groups);
 * it asks the run to end, and after ten seconds ends it, stopped or hung as it may be. Should somebody end that one, the kernel
 * ends the run with it.
 */
const leashed = [
  ...['setpriv', '--pdeathsig', 'KILL', 'timeout', '--foreground', '0'],
  ...['setpriv', '--pdeathsig', 'TERM', 'timeout', '--kill-after=10', '0'],
  ...['setpriv', '--pdeathsig', 'KILL'],
]
const own = ['--mount', '--net', '--pid', '--fork', '--kill-child', '--mount-proc']
const unshare = (...more: readonly string[]): string[] => [...leashed, 'unshare', ...more, ...own]
const asUser = ['--user', '--map-current-user', '--keep-caps']
const environmentForSudo = [
  'PATH',
  'TCP_LABS_RUNS',
  'NO_COLOR',
  'FORCE_COLOR',
  'TERM',
  'COLUMNS',
  'CI',
  'NODE_COMPILE_CACHE',
]

export function findEntry(): Entry {
  if (process.getuid?.() === 0) return proven({ as: 'root', command: unshare() })
  if (process.env.TCP_LABS_SUDO === '1' && locate('sudo') && succeeds(['sudo', '-n', 'true'])) {
    return { as: 'sudo', command: ['sudo', '-n', `--preserve-env=${environmentForSudo.join(',')}`, ...unshare()] }
  }
  return proven({ as: 'user', command: unshare(...asUser) })
}

/** Root in a container may lack the right to make namespaces, and a distribution may forbid them to its users. */
function proven(way: Entry): Entry {
  const flags = way.as === 'user' ? asUser : []
  const { status, stderr, error } = spawnSync('unshare', [...flags, '--net', '--mount', 'true'], { encoding: 'utf8' })
  if (status === 0) return way
  const why = stderr?.trim() || error?.message || `unshare ended with status ${status}`
  const advice =
    way.as === 'user'
      ? 'run as root, or allow user namespaces'
      : 'give this container or machine CAP_SYS_ADMIN and CAP_NET_ADMIN'
  throw new HostLacks(`namespaces cannot be made here (${why}); ${advice}`)
}

const succeeds = ([command = '', ...args]: readonly string[]): boolean => spawnSync(command, args).status === 0
