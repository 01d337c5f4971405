import { existsSync } from 'node:fs'
import { release } from 'node:os'
import { readHz } from '../../run/machine.ts'
import type { Finding } from './finding.ts'
import { tryInside, type Way } from './way-in.ts'

/** What this kernel can do. */
export async function kernelFindings(way: Way): Promise<Finding[]> {
  return [version(), hz(), ipv6(), ...(await Promise.all([nftables(way), veth(way)]))]
}

/** Asked by the youngest feature that every run uses, since distributions carry features into older kernels. */
function version(): Finding {
  const has = existsSync('/proc/sys/net/ipv4/tcp_child_ehash_entries')
  return {
    name: 'kernel',
    has,
    found: `Linux ${release()}${has ? '' : ', without net.ipv4.tcp_child_ehash_entries'}`,
    costs: 'no lab can run: Linux 6.1 or later is needed',
    vital: true,
  }
}

function hz(): Finding {
  const { hz, from } = readHz()
  return {
    name: 'HZ',
    has: from.startsWith('/'),
    found: `${hz} (${from})`,
    costs: "timers are judged with the widest tolerance; the kernel's config in /boot would tell",
    vital: false,
  }
}

function ipv6(): Finding {
  const has = existsSync('/proc/net/if_inet6')
  return {
    name: 'IPv6',
    has,
    found: has ? 'in this kernel' : 'not in this kernel, or disabled when it booted',
    costs: 'no lab can run: even over IPv4 the hosts are told by net.ipv6.conf to keep IPv6 quiet',
    vital: true,
  }
}

/** Such a rule as the router's faults are made of. */
const rules = `table inet doctor {
  counter struck { }
  chain here {
    type filter hook forward priority filter; policy accept;
    iifname "client" meta l4proto tcp tcp flags & (fin|syn|rst|ack) == (fin|ack) limit rate 1/day burst 1 packets counter name "struck" drop
  }
}
`

async function nftables(way: Way): Promise<Finding> {
  const { why } = await tryInside(way, ['nft', '-f', '-'], rules)
  return {
    name: 'nftables',
    has: why === undefined,
    found: why ?? "in this kernel, with all that the router's faults need",
    costs: 'no lab can lose or hold a segment: a kernel with nf_tables, its inet tables, counters and limits is needed',
    vital: true,
  }
}

async function veth(way: Way): Promise<Finding> {
  const { why } = await tryInside(way, ['ip', 'link', 'add', 'one', 'type', 'veth', 'peer', 'name', 'other'])
  return {
    name: 'veth',
    has: why === undefined,
    found: why ?? 'in this kernel',
    costs: 'no lab can run: the hosts cannot be linked; a kernel with veth is needed (modprobe veth)',
    vital: true,
  }
}
