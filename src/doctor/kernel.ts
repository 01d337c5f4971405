import { existsSync } from 'node:fs'
import { release } from 'node:os'
import { needs } from '../network/lacks.ts'
import { readHz } from '../run/machine.ts'
import type { Diagnosis } from './diagnosis.ts'
import { tryInside, type Way } from './entry.ts'

/** What this kernel can do. */
export async function kernelFindings(way: Way): Promise<Diagnosis[]> {
  return [version(), hz(), ipv6(), ...(await Promise.all([nftables(way), ...faults(way), veth(way)]))]
}

/** Asked by the youngest feature that every run uses, since distributions carry features into older kernels. */
function version(): Diagnosis {
  const has = existsSync('/proc/sys/net/ipv4/tcp_child_ehash_entries')
  return {
    name: 'kernel',
    has,
    found: `Linux ${release()}${has ? '' : ', without net.ipv4.tcp_child_ehash_entries'}`,
    costs: 'no lab can run: Linux 6.1 or later is needed',
    vital: true,
  }
}

function hz(): Diagnosis {
  const { hz, from } = readHz()
  return {
    name: 'HZ',
    has: from.startsWith('/'),
    found: `${hz} (${from})`,
    costs: "timers are judged with the widest tolerance; the kernel's config in /boot would tell",
    vital: false,
  }
}

function ipv6(): Diagnosis {
  const has = existsSync('/proc/net/if_inet6')
  return {
    name: 'IPv6',
    has,
    found: has ? 'in this kernel' : 'not in this kernel, or disabled when it booted',
    costs: 'no lab can run: even over IPv4 the hosts are told by net.ipv6.conf to keep IPv6 quiet',
    vital: true,
  }
}

const table = (family: string, hook: string, priority: string, rule: string): string =>
  `table ${family} doctor {\ncounter struck { }\nchain here {\ntype filter hook ${hook} priority ${priority}; policy accept;\n${rule}\n}\n}\n`

const segment = 'meta l4proto tcp tcp flags & (fin|syn|rst|ack) == (fin|ack) limit rate 1/day burst 1 packets'

async function nftables(way: Way): Promise<Diagnosis> {
  const rule = `iifname "client" ${segment} counter name "struck" drop`
  const { why } = await tryInside(way, ['nft', '-f', '-'], table('inet', 'forward', 'filter', rule))
  return {
    name: 'nftables',
    has: why === undefined,
    found: why ?? 'in this kernel, with what the router needs to lose segments',
    costs: `no lab can lose a segment or cut the line: a kernel with ${needs.lose} is needed`,
    vital: true,
  }
}

/** What sets each fault, as the router does it (network/faults.ts), tried on a loopback interface. */
const tries: ReadonlyArray<readonly [fault: keyof typeof needs, command: readonly string[], input?: string]> = [
  [
    'hold',
    ['nft', '-f', '-'],
    table('inet', 'prerouting', 'mangle', `${segment} counter name "struck" meta mark set 1`),
  ],
  ['hold', ['ip', 'rule', 'add', 'fwmark', '1', 'table', '101']],
  [
    'duplicate',
    ['nft', '-f', '-'],
    table('netdev', 'egress device "lo"', '0', `${segment} counter name "struck" dup to "lo"`),
  ],
  ['narrow', ['tc', 'qdisc', 'add', 'dev', 'lo', 'root', 'tbf', 'rate', '1mbit', 'burst', '3200', 'limit', '20000']],
]

/** A lab that sets the fault cannot run without; the others can. */
function faults(way: Way): Array<Promise<Diagnosis>> {
  return (['hold', 'duplicate', 'narrow'] as const).map(async (fault) => {
    const own = tries.filter(([name]) => name === fault)
    const found = await Promise.all(own.map(([, command, input]) => tryInside(way, command, input)))
    const why = found.find((each) => each.why !== undefined)?.why
    return {
      name: `to ${fault}`,
      has: why === undefined,
      found: why ?? needs[fault],
      costs: `labs whose router must ${fault} cannot run: ${needs[fault]} is needed`,
      vital: false,
    }
  })
}

async function veth(way: Way): Promise<Diagnosis> {
  const { why } = await tryInside(way, ['ip', 'link', 'add', 'one', 'type', 'veth', 'peer', 'name', 'other'])
  return {
    name: 'veth',
    has: why === undefined,
    found: why ?? 'in this kernel',
    costs: 'no lab can run: the hosts cannot be linked; a kernel with veth is needed (modprobe veth)',
    vital: true,
  }
}
