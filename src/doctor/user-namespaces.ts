import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { nobody } from '../system/sandbox.ts'
import type { DoctorWords, Restriction } from '../words/doctor.ts'
import type { Diagnosis } from './diagnosis.ts'

/** Kernel parameters that keep users from making namespaces, with the value at which they do. */
const forbidding: ReadonlyArray<readonly [Exclude<Restriction, 'unsaid'>, file: string, value: string]> = [
  // Ubuntu's, since 24.04: the namespace is made, and who is in it has no rights there.
  ['apparmor', '/proc/sys/kernel/apparmor_restrict_unprivileged_userns', '1'],
  // Debian's, up to 10.
  ['clone', '/proc/sys/kernel/unprivileged_userns_clone', '0'],
  ['none left', '/proc/sys/user/max_user_namespaces', '0'],
]

/** What came of making one without root, and what the parameters of `forbidding` say, by file. */
export interface Trial {
  readonly why: string | undefined
  readonly said: (file: string) => string | undefined
}

/** Whether those without root may make namespaces: every sandbox is one, root's too, and so is every run of an ordinary user. */
export function userNamespaces({ why, said }: Trial, { found, restrictions }: DoctorWords): Diagnosis {
  const by = forbidding.find(([, file, value]) => said(file) === value)?.[0]
  return {
    name: 'user namespaces',
    has: why === undefined,
    found: why === undefined ? found.unrestricted : by === undefined ? why : found.restricted(by, why),
    costs: restrictions[by ?? 'unsaid'],
    vital: false,
  }
}

/** With a network, since it is the rights in the namespace that Ubuntu withholds. */
export function tryUserNamespace(): Trial {
  const trial = ['unshare', '--user', '--map-root-user', '--net', 'true']
  const asNobody = [
    'setpriv',
    '--reuid',
    String(nobody.uid),
    '--regid',
    String(nobody.gid),
    '--clear-groups',
    '--no-new-privs',
  ]
  const [command = '', ...args] = process.getuid?.() === 0 ? [...asNobody, ...trial] : trial
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' })
  const why = status === 0 ? undefined : stderr?.trim() || error?.message || `unshare ended with status ${status}`
  return { why, said: read }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return undefined
  }
}
