import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { locate } from '../system/tools.ts'
import type { Diagnosis } from './diagnosis.ts'
import { tryInside, type Way } from './entry.ts'

const noTracepoints =
  'no tracepoints: transitions are seen by fast sampling alone, and claims that need every one are unknown'

/** What this user may do here. */
export async function rightsFindings(way: Way): Promise<Diagnosis[]> {
  return [namespaces(way), sudo(way), await tracefs(way)]
}

const ways = {
  root: 'as root',
  sudo: 'by sudo, as TCP_LABS_SUDO=1 allows',
  user: 'in user namespaces, without root',
} as const

function namespaces(way: Way): Diagnosis {
  return {
    name: 'namespaces',
    has: way.as !== 'nobody',
    found: way.as === 'nobody' ? way.why : ways[way.as],
    costs:
      'no lab can run: be root, or allow user namespaces (sysctl kernel.unprivileged_userns_clone=1 or kernel.apparmor_restrict_unprivileged_userns=0), or set TCP_LABS_SUDO=1 where sudo asks for no password',
    vital: true,
  }
}

function sudo(way: Way): Diagnosis {
  const common = { name: 'sudo', costs: `${noTracepoints}; as root they are there without sudo`, vital: false }
  if (process.getuid?.() === 0) return { ...common, has: true, found: 'not needed by root' }
  if (way.as === 'sudo') return { ...common, has: true, found: 'in use, since TCP_LABS_SUDO=1' }
  return { ...common, has: false, found: whyNoSudo() }
}

function whyNoSudo(): string {
  if (!locate('sudo')) return 'not in PATH'
  if (process.env.TCP_LABS_SUDO !== '1') return 'not used, since TCP_LABS_SUDO is not 1'
  const { status } = spawnSync('sudo', ['-n', 'true'])
  return status === 0 ? 'not used' : `it asks ${userInfo().username} for a password`
}

/** Mounted for a moment where nobody else sees it, as a run does: user namespaces may not, and no file says so. */
async function tracefs(way: Way): Promise<Diagnosis> {
  const common = { name: 'tracefs', costs: noTracepoints, vital: false }
  if (!/\ttracefs$/m.test(readFilesystems())) return { ...common, has: false, found: 'not in this kernel' }
  if (way.as === 'user') return { ...common, has: false, found: 'in this kernel, but only real root may use it' }
  const { why } = await tryInside(way, ['mount', '-t', 'tracefs', 'tracefs', tmpdir()])
  return { ...common, has: why === undefined, found: why ?? 'in this kernel, and may be used' }
}

function readFilesystems(): string {
  try {
    return readFileSync('/proc/filesystems', 'utf8')
  } catch {
    return ''
  }
}
