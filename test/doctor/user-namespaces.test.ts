import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectFolder } from '../../src/catalogue/names.ts'
import type { Diagnosis } from '../../src/doctor/diagnosis.ts'
import { tryUserNamespace, userNamespaces } from '../../src/doctor/user-namespaces.ts'
import { doctor as en } from '../../src/words/en/doctor.ts'
import { doctor as zh } from '../../src/words/zh/doctor.ts'

const apparmor = '/proc/sys/kernel/apparmor_restrict_unprivileged_userns'
const said = (parameters: Readonly<Record<string, string>>) => (file: string) => parameters[file]
// As unshare(1) says it on Ubuntu 24.04.
const why = 'unshare: write failed /proc/self/uid_map: Operation not permitted'

describe('namespaces of users', () => {
  it('are there where one could be made, whatever the parameters say', () => {
    expect(userNamespaces({ why: undefined, said: said({ [apparmor]: '1' }) }, en)).toMatchObject({
      has: true,
      found: 'may be made without root',
    })
  })

  it.each([
    [apparmor, '1', 'kernel.apparmor_restrict_unprivileged_userns=1', 'apparmor_restrict_unprivileged_userns=0'],
    ['/proc/sys/kernel/unprivileged_userns_clone', '0', 'unprivileged_userns_clone=0', 'unprivileged_userns_clone=1'],
    ['/proc/sys/user/max_user_namespaces', '0', 'max_user_namespaces=0', 'max_user_namespaces=10000'],
  ])('are forbidden by %s at %s, which is named with its remedy', (file, value, cause, remedy) => {
    for (const words of [en, zh]) {
      const found = userNamespaces({ why, said: said({ [file]: value }) }, words)
      expect(found.has).toBe(false)
      expect(found.found).toContain(cause)
      expect(found.found).toContain(why)
      expect(found.costs).toContain(`sudo sysctl -w`)
      expect(found.costs).toContain(remedy)
    }
  })

  it('may be forbidden by what does not say so: a container, by how it was started', () => {
    const found = userNamespaces({ why, said: said({ [apparmor]: '0' }) }, en)
    expect(found).toMatchObject({ has: false, found: why })
    expect(found.costs).not.toContain('sysctl -w')
  })

  it('can be made on this machine', () => expect(tryUserNamespace().why).toBeUndefined())

  // In a namespace of its own the parameter is nobody else's.
  it('are really tried, and the parameter really read', () => {
    const { stdout, stderr } = spawnSync(
      'unshare',
      [
        '--user',
        '--map-root-user',
        'sh',
        '-c',
        'echo 0 > /proc/sys/user/max_user_namespaces && exec "$@"',
        'sh',
      ].concat(process.execPath, join(projectFolder, 'src/start.mjs'), 'doctor', '--json'),
      { encoding: 'utf8' },
    )
    expect(stderr).toBe('')
    const found = (JSON.parse(stdout) as Diagnosis[]).find(({ name }) => name === 'user namespaces')
    expect(found).toMatchObject({
      has: false,
      found: expect.stringContaining('user.max_user_namespaces=0 forbids them'),
    })
  }, 30_000)
})
