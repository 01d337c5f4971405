import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Host } from '../evidence.ts'
import type { NetworkWishes } from '../network.ts'

export const hosts: readonly Host[] = ['client', 'router', 'server']

/**
 * What the labs' stories rest on, set to the kernel's documented defaults so that no machine's habits change them. The
 * small hash tables (see build.ts) would also shrink the last two.
 */
const pinned: Readonly<Record<string, number>> = {
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
}

/** Parameters that older kernels do not have, and whose absence means what 0 does. */
const newer = ['net.ipv4.tcp_syn_linear_timeouts']
const isThere = (name: string): boolean =>
  !newer.includes(name) || existsSync(join('/proc/sys', name.replaceAll('.', '/')))

type Settings = Readonly<Record<string, string | number>>

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
    ...(host === 'router' ? forwarding(family) : pinned),
    ...sysctls?.[host],
  }
  return Object.fromEntries(Object.entries(all).filter(([name]) => isThere(name)))
}

/** Held segments wait for a neighbour that never answers: the router must not give up asking for it. */
const forwarding = (family: 'IPv4' | 'IPv6'): Settings => {
  const version = family === 'IPv4' ? 'ipv4' : 'ipv6'
  const patience = ['client', 'server'].flatMap((device) => [
    [`net.${version}.neigh.${device}.mcast_solicit`, 1000],
    [`net.${version}.neigh.${device}.unres_qlen_bytes`, 1048576],
  ])
  const forward = family === 'IPv4' ? { 'net.ipv4.ip_forward': 1 } : { 'net.ipv6.conf.all.forwarding': 1 }
  return { ...forward, ...Object.fromEntries(patience) }
}
