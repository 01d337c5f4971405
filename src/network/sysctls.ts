import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { HarnessFailed, HostLacks, WrongUsage } from '../errors.ts'
import type { Host, SysctlFact } from '../evidence.ts'
import type { NetworkWishes } from '../network.ts'

export const hosts: readonly Host[] = ['client', 'router', 'server']

type Settings = Readonly<Record<string, string | number>>

/**
 * What the labs' stories rest on, set to the kernel's documented defaults so that no machine's habits change them. The
 * small hash tables (see build.ts) would also shrink the last two.
 */
const pinned: Settings = {
  'net.ipv4.tcp_fin_timeout': 60,
  'net.ipv4.tcp_syn_retries': 6,
  'net.ipv4.tcp_syn_linear_timeouts': 4,
  'net.ipv4.tcp_synack_retries': 5,
  'net.ipv4.tcp_retries2': 15,
  'net.ipv4.tcp_orphan_retries': 0,
  'net.ipv4.tcp_timestamps': 1,
  'net.ipv4.tcp_sack': 1,
  'net.ipv4.tcp_syncookies': 1,
  'net.ipv4.tcp_abort_on_overflow': 0,
  'net.ipv4.tcp_rfc1337': 0,
  'net.ipv4.tcp_fastopen': 1,
  'net.ipv4.tcp_ecn': 2,
  'net.ipv4.tcp_max_tw_buckets': 131072,
  'net.ipv4.tcp_max_syn_backlog': 1024,
  // A new namespace has these from the machine's own, where somebody may have tuned them; the last number decides the window scale.
  'net.ipv4.tcp_rmem': '4096 131072 6291456',
  'net.ipv4.tcp_wmem': '4096 16384 4194304',
  // A program in a sandbox is nobody, and may be a web server all the same.
  'net.ipv4.ip_unprivileged_port_start': 0,
}

/**
 * A new network namespace has these of IPv4 from the machine's own, which may be a router for containers (ip_forward), filter by
 * reverse path, or keep its ARP to itself. What `default` is set to the links that are there already get, too.
 */
const asOnAnyMachine: Settings = Object.fromEntries(
  [
    'rp_filter',
    'accept_local',
    'proxy_arp',
    'arp_accept',
    'arp_announce',
    'arp_filter',
    'arp_ignore',
    'arp_notify',
  ].flatMap((name) => ['all', 'default'].map((of) => [`net.ipv4.conf.${of}.${name}`, 0])),
)

/** Parameters that older kernels do not have, and whose absence means what 0 does. */
const newer = ['net.ipv4.tcp_syn_linear_timeouts']
const isThere = (name: string): boolean => !newer.includes(name) || existsSync(fileOf(name))
/** Where the kernel shows a parameter. */
export const fileOf = (name: string): string => join('/proc/sys', name.replaceAll('.', '/'))

/** Every kernel parameter that a host of the run gets, the lab's own wishes last. */
export function sysctlsOf(host: Host, { family, sysctls }: NetworkWishes & { family: 'IPv4' | 'IPv6' }): Settings {
  const quietIPv6: Settings =
    family === 'IPv4'
      ? { 'net.ipv6.conf.all.disable_ipv6': 1, 'net.ipv6.conf.default.disable_ipv6': 1 }
      : {
          'net.ipv6.conf.all.accept_dad': 0,
          'net.ipv6.conf.default.accept_dad': 0,
          'net.ipv6.conf.default.router_solicitations': 0,
        }
  const all: Settings = {
    ...(existsSync('/proc/sys/net/ipv6') ? quietIPv6 : {}),
    ...forwarding(family, host === 'router'),
    ...asOnAnyMachine,
    ...(host === 'router' ? patienceOfRouter(family) : pinned),
    ...sysctls?.[host],
  }
  return Object.fromEntries(Object.entries(all).filter(([name]) => isThere(name)))
}

/** First of all: whoever writes it sets others back to what RFC 1812 has for routers, or RFC 1122 for hosts. */
const forwarding = (family: 'IPv4' | 'IPv6', forwards: boolean): Settings => ({
  'net.ipv4.ip_forward': Number(forwards && family === 'IPv4'),
  ...(family === 'IPv6' ? { 'net.ipv6.conf.all.forwarding': Number(forwards) } : {}),
})

/** Held segments wait for a neighbour that never answers: the router must not give up asking for it. */
const patienceOfRouter = (family: 'IPv4' | 'IPv6'): Settings => {
  const version = family === 'IPv4' ? 'ipv4' : 'ipv6'
  return Object.fromEntries(
    ['client', 'server'].flatMap((device) => [
      [`net.${version}.neigh.${device}.mcast_solicit`, 1000],
      [`net.${version}.neigh.${device}.unres_qlen_bytes`, 1048576],
    ]),
  )
}

/**
 * Sets the parameters in the network namespace that this thread is in, and returns what it reads back of each: a record
 * tells what was so, not what was asked for.
 */
export function setSysctls(settings: Settings): Record<string, string> {
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, set(name, plain(String(value)))]))
}

function set(name: string, value: string): string {
  try {
    writeFileSync(fileOf(name), value)
  } catch (error) {
    throw refused(name, value, error as NodeJS.ErrnoException)
  }
  const is = readSysctl(name)
  if (is !== value) throw new HarnessFailed(`the kernel made ${is} of ${name} = ${value}`)
  return is
}

function refused(name: string, value: string, { code, message }: NodeJS.ErrnoException): Error {
  if (code === 'ENOENT') return new HostLacks(`this kernel has no parameter ${name}, which the lab sets to ${value}`)
  if (code === 'EACCES' || code === 'EPERM') return new HostLacks(`this user may not set ${name} to ${value}`)
  if (code === 'EINVAL')
    return new WrongUsage(
      `the kernel parameter ${name} cannot be ${value}, as the lab wants it: this kernel refuses it (${code})`,
    )
  return new HostLacks(`this kernel refuses ${name} = ${value}: ${message}`)
}

/** Which of them are not any more what they were: somebody has changed them while the story went on. */
export const changedSysctls = (
  were: Readonly<Record<string, string>>,
): Array<Pick<SysctlFact, 'name' | 'was' | 'is'>> =>
  Object.entries(were)
    .map(([name, was]) => ({ name, was, is: readSysctl(name) }))
    .filter(({ was, is }) => was !== is)

export const readSysctl = (name: string): string => plain(readFileSync(fileOf(name), 'utf8'))

/** The kernel prints a parameter of several numbers with tabs between them. */
const plain = (value: string): string => value.trim().replace(/\s+/g, ' ')
