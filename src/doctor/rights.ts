import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { locate } from '../system/tools.ts'
import type { DoctorWords } from '../words/doctor.ts'
import type { Diagnosis } from './diagnosis.ts'
import { tryInside, type Way } from './entry.ts'

/** What this user may do here. */
export async function rightsFindings(way: Way, words: DoctorWords): Promise<Diagnosis[]> {
  return [namespaces(way, words), sudo(way, words), await tracefs(way, words)]
}

function namespaces(way: Way, { found, costs }: DoctorWords): Diagnosis {
  return {
    name: 'namespaces',
    has: way.as !== 'nobody',
    found: way.as === 'nobody' ? way.why : found[way.as],
    costs: costs.namespaces,
    vital: true,
  }
}

function sudo(way: Way, { found, costs }: DoctorWords): Diagnosis {
  const common = { name: 'sudo', costs: costs.sudo, vital: false }
  if (process.getuid?.() === 0) return { ...common, has: true, found: found.sudoNotNeeded }
  if (way.as === 'sudo') return { ...common, has: true, found: found.sudoInUse }
  return { ...common, has: false, found: whyNoSudo(found) }
}

function whyNoSudo(found: DoctorWords['found']): string {
  if (!locate('sudo')) return found.notInPath
  if (process.env.TCP_LABS_SUDO !== '1') return found.sudoNotAllowed
  const { status } = spawnSync('sudo', ['-n', 'true'])
  return status === 0 ? found.sudoNotUsed : found.asks(userInfo().username)
}

/** Mounted for a moment where nobody else sees it, as a run does: user namespaces may not, and no file says so. */
async function tracefs(way: Way, { found, costs }: DoctorWords): Promise<Diagnosis> {
  const common = { name: 'tracefs', costs: costs.tracepoints, vital: false }
  if (!/\ttracefs$/m.test(readFilesystems())) return { ...common, has: false, found: found.noTracefs }
  if (way.as === 'user') return { ...common, has: false, found: found.tracefsForRoot }
  const { why } = await tryInside(way, ['mount', '-t', 'tracefs', 'tracefs', tmpdir()])
  return { ...common, has: why === undefined, found: why ?? found.tracefs }
}

function readFilesystems(): string {
  try {
    return readFileSync('/proc/filesystems', 'utf8')
  } catch {
    return ''
  }
}
