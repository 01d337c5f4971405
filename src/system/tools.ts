import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { HostLacks } from '../errors.ts'

/** The commands that the labs call, and the Debian package that each comes in. */
export const packageOf: Readonly<Record<string, string>> = {
  ip: 'iproute2',
  ss: 'iproute2',
  tc: 'iproute2',
  netstat: 'net-tools',
  nft: 'nftables',
  tcpdump: 'tcpdump',
  ethtool: 'ethtool',
  unshare: 'util-linux',
  nsenter: 'util-linux',
  setpriv: 'util-linux',
  timeout: 'coreutils',
  mount: 'mount',
  perl: 'perl-base',
}

/** Where the shell would find the command, if it did; Debian keeps many of these out of an ordinary user's PATH. */
export function locate(tool: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder || '.', tool))
    .find(isExecutable)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Throws one error that names every command that is missing and the packages to install. */
export function requireTools(): void {
  const missing = Object.keys(packageOf).filter((tool) => !locate(tool))
  if (missing.length === 0) return
  const packages = [...new Set(missing.map((tool) => packageOf[tool]))].join(' ')
  throw new HostLacks(
    `this machine has no ${missing.join(', no ')} (looked in PATH); install with: apt-get install ${packages}, or run scripts/setup.sh`,
  )
}

/**
 * Debian leaves /usr/sbin and /sbin, where ip, nft and tcpdump live, out of an ordinary user's PATH. Only a PATH that
 * nobody has cut down is widened: one without /usr/sbin where /usr/bin stands.
 */
export function widenPath(): void {
  const folders = (process.env.PATH ?? '').split(delimiter)
  if (folders.includes('/usr/bin') && process.getuid?.() !== 0) {
    process.env.PATH = [...folders, ...['/usr/sbin', '/sbin'].filter((folder) => !folders.includes(folder))].join(
      delimiter,
    )
  }
}
