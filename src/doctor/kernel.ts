import { existsSync } from 'node:fs'
import { release } from 'node:os'
import { needs } from '../network/lacks.ts'
import { readHz } from '../run/machine.ts'
import type { DoctorWords } from '../words/doctor.ts'
import type { Diagnosis } from './diagnosis.ts'
import { tryInside, type Way } from './entry.ts'

/** What this kernel can do. */
export async function kernelFindings(way: Way, words: DoctorWords): Promise<Diagnosis[]> {
  return [
    ...[version(words), hz(words), ipv6(words)],
    ...(await Promise.all([nftables(way, words), ...faults(way, words), veth(way, words), capture(way, words)])),
  ]
}

/** Asked by the youngest feature that every run uses, since distributions carry features into older kernels. */
function version({ found, costs }: DoctorWords): Diagnosis {
  const has = existsSync('/proc/sys/net/ipv4/tcp_child_ehash_entries')
  return {
    name: 'kernel',
    has,
    found: found.kernel(release(), has),
    costs: costs.kernel,
    vital: true,
  }
}

function hz({ found, costs }: DoctorWords): Diagnosis {
  const { hz, from } = readHz()
  return {
    name: 'HZ',
    has: from.startsWith('/'),
    found: found.hz(hz, from),
    costs: costs.hz,
    vital: false,
  }
}

function ipv6({ found, costs }: DoctorWords): Diagnosis {
  const has = existsSync('/proc/net/if_inet6')
  return {
    name: 'IPv6',
    has,
    found: has ? found.here : found.noIpv6,
    costs: costs.ipv6,
    vital: true,
  }
}

const table = (family: string, hook: string, priority: string, rule: string): string =>
  `table ${family} doctor {\ncounter struck { }\nchain here {\ntype filter hook ${hook} priority ${priority}; policy accept;\n${rule}\n}\n}\n`

const segment = 'meta l4proto tcp tcp flags & (fin|syn|rst|ack) == (fin|ack) limit rate 1/day burst 1 packets'

async function nftables(way: Way, words: DoctorWords): Promise<Diagnosis> {
  const rule = `iifname "client" ${segment} counter name "struck" drop`
  const { why } = await tryInside(way, ['nft', '-f', '-'], table('inet', 'forward', 'filter', rule))
  return {
    name: 'nftables',
    has: why === undefined,
    found: why ?? words.found.nftables,
    costs: words.nftables(words.needs('lose', needs.lose)),
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
function faults(way: Way, words: DoctorWords): Array<Promise<Diagnosis>> {
  return (['hold', 'duplicate', 'narrow'] as const).map(async (fault) => {
    const needed = words.needs(fault, needs[fault])
    const own = tries.filter(([name]) => name === fault)
    const found = await Promise.all(own.map(([, command, input]) => tryInside(way, command, input)))
    const why = found.find((each) => each.why !== undefined)?.why
    return {
      name: `to ${fault}`,
      has: why === undefined,
      found: why ?? needed,
      costs: words.fault(fault, needed),
      vital: false,
    }
  })
}

async function veth(way: Way, { found, costs }: DoctorWords): Promise<Diagnosis> {
  const { why } = await tryInside(way, ['ip', 'link', 'add', 'one', 'type', 'veth', 'peer', 'name', 'other'])
  return {
    name: 'veth',
    has: why === undefined,
    found: why ?? found.here,
    costs: costs.veth,
    vital: true,
  }
}

/** Opened and not listened on: a container whose root may all else is mostly not given raw sockets. */
async function capture(way: Way, { found, costs }: DoctorWords): Promise<Diagnosis> {
  const { why } = await tryInside(way, ['tcpdump', '--interface', 'any', '--list-data-link-types'])
  return {
    name: 'capture',
    has: why === undefined,
    found: why ?? found.capture,
    costs: costs.capture,
    vital: true,
  }
}
