import { existsSync, lstatSync, mkdirSync, readlinkSync, realpathSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { HostLacks } from '../errors.ts'
import { mount } from '../system/calls.ts'
import type { Plan } from './addresses.ts'

/**
 * Puts a run's own files in the place of those by which programs look up names: in the mount namespace that the run has for
 * itself, so that nobody else sees them, and that ends with it.
 */
export function layNames(plan: Plan, names: 'file and DNS' | 'DNS'): void {
  const inFile = names === 'DNS' ? '' : `${plan.client} in-the-file.lab\n`
  lay('/etc/hosts', `127.0.0.1 localhost\n::1 localhost\n${inFile}`)
  lay('/etc/resolv.conf', `nameserver ${plan.server}\noptions timeout:1 attempts:1\n`)
  // Without one the C library does the same.
  if (isThere('/etc/nsswitch.conf')) lay('/etc/nsswitch.conf', 'hosts: files dns\n')
}

function lay(path: string, text: string): void {
  const own = join('/run/names', path)
  mkdirSync(dirname(own), { recursive: true })
  writeFileSync(own, text)
  mount(own, placeOf(path), { bind: true })
}

/** Where the file really is. */
function placeOf(path: string): string {
  if (!isThere(path)) throw new HostLacks(`this machine has no ${path}, which the lab would replace by its own`)
  if (existsSync(path)) return realpathSync(path)
  // A link into /run, as systemd makes them, leads nowhere in here: this /run is the run's own.
  const place = resolve(dirname(path), readlinkSync(path))
  mkdirSync(dirname(place), { recursive: true })
  writeFileSync(place, '')
  return place
}

const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined
