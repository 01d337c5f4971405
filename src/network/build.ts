import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { HarnessFailed, HostLacks } from '../errors.ts'
import type { End, Fact, Host } from '../evidence.ts'
import { type Network, type NetworkWishes, rawEndOf } from '../network.ts'
import { makeNet, removeNet, within } from '../system/calls.ts'
import { run } from '../system/command.ts'
import { turnOffOffloads } from '../system/offloads.ts'
import { describeProcess, numbersOf } from '../system/processes.ts'
import { type Milliseconds, peersMark } from '../tcp.ts'
import { macs, type Plan, planIPv4, planIPv6 } from './addresses.ts'
import { type Anchors, dropAnchors, netOf } from './anchors.ts'
import { addBareLink, bareLinkOf, routesOverBareLink } from './bare-link.ts'
import { makeFaults } from './faults.ts'
import { layNames } from './names.ts'
import { changedSysctls, hosts, readSysctl, setSysctls, sysctlsOf } from './sysctls.ts'

export interface BuildOptions extends NetworkWishes {
  readonly slot: number
  readonly family: 'IPv4' | 'IPv6'
  readonly port: number
  now(): Milliseconds
  tell(fact: Fact): void
}

/** Gives the namespaces made from here small hash tables: /proc/net/tcp is then read in 0.1 ms instead of 6. */
export const wantSmallTables = (): unknown => setSysctls({ 'net.ipv4.tcp_child_ehash_entries': 512 })

/** Builds the run's network inside namespaces that are private already: nothing of it is visible from outside. */
export async function buildNetwork(options: BuildOptions): Promise<Network> {
  const plan = options.family === 'IPv4' ? planIPv4(options.slot) : planIPv6(options.slot)
  if (options.names) layNames(plan, options.names)
  for (const host of hosts) makeNet(netOf(host))
  const isBare = options.clientsLink === 'bare'
  if (isBare) await addBareLink()
  await run('ip', ['-batch', '-'], isBare ? serversLink : clientsLink + serversLink)
  const sysctls = Object.fromEntries(hosts.map((host) => [host, setIn(host, options)] as const))
  await Promise.all(hosts.map((host) => configure(host, plan, options)))
  if (options.askNeighbours) await linksReady()
  const loopback = options.loopback ?? false
  const placeOf = (host: Host): Host => (loopback && host === 'client' ? 'server' : host)
  const anchors = dropAnchors(placeOf)
  const faults = makeFaults({ ...options, plan, macs })
  const raw = rawEndOf(options)
  return {
    addresses: {
      client: loopback ? plan.server : plan.client,
      server: raw === 'server' ? plan.peer.server : plan.server,
      port: options.port,
      ...(raw ? { peer: plan.peer[raw] } : {}),
      ...(options.strays ? { ofStrangersMac: plan.serverToo, ofNobody: plan.vacant } : {}),
    },
    family: options.family,
    loopback,
    router: faults,
    pidIn: anchors.pid,
    lost: anchors.lost,
    sysctls: named(sysctls),
    changedSysctls: () =>
      hosts.flatMap((host) =>
        within({ net: netOf(host) }, () => changedSysctls(sysctls[host] ?? {})).map((each) => ({ host, ...each })),
      ),
    inside: (host, command, args = []) => ({ command, args, at: { net: netOf(placeOf(host)) } }),
    within: anchors.within,
    orphansOf: (end) =>
      anchors
        .orphansOf(end)
        // The first of a namespace of its own is a sandbox's keeper: no program can make such a namespace.
        .filter(({ pid }) => numbersOf(pid).at(-1) !== 1)
        .map(describeProcess),
    endAt: (address, port) => endAt(plan, options, address, port),
    remove: () => remove(anchors),
  }
}

const setIn = (host: Host, options: BuildOptions): Readonly<Record<string, string>> =>
  within({ net: netOf(host) }, () => setSysctls(sysctlsOf(host, options)))

/** `server: net.ipv4.tcp_sack`, as the record has them. */
const named = (sysctls: Readonly<Record<string, Readonly<Record<string, string>>>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(sysctls).flatMap(([host, values]) =>
      Object.entries(values).map(([name, value]) => [`${host}: ${name}`, value]),
    ),
  )

/** A link is up some time after it was told to be, and only then hears what is sent to everybody. */
async function linksReady(): Promise<void> {
  const deadline = Date.now() + 5000
  for (;;) {
    const links = await Promise.all(
      hosts.map((host) => within({ net: netOf(host) }, () => run('ip', ['-o', 'link', 'show', 'type', 'veth']))),
    )
    if (links.every((text) => text.split('\n').every((line) => line === '' || / state UP /.test(line)))) return
    if (Date.now() > deadline) throw new HarnessFailed(`the links did not come up within 5 s: ${links.join('')}`)
    await sleep(5)
  }
}

function endAt(
  plan: Plan,
  { loopback, port: served, ...wishes }: BuildOptions,
  address: string,
  port: number,
): End | undefined {
  if (loopback) return address === plan.server || isAny(address) ? (port === served ? 'server' : 'client') : undefined
  const raw = rawEndOf(wishes)
  if (address === plan.client || (raw === 'client' && plan.isOnClientsLink(address))) return 'client'
  if (raw === 'server' && address === plan.peer.server) return 'server'
  // A listener may stand on the wildcard address; only the server's own tables are read for it.
  return address === plan.server || (isAny(address) && port === served) ? 'server' : undefined
}

const isAny = (address: string): boolean => address === '0.0.0.0' || address === '::' || address === '*'

const clientsLink = `link add eth0 netns client address ${macs.client} type veth peer name client netns router address ${macs.towardClient}\n`
const serversLink = `link add eth0 netns server address ${macs.server} type veth peer name server netns router address ${macs.towardServer}\n`

async function configure(host: Host, plan: Plan, options: BuildOptions): Promise<void> {
  if (host === 'client') requireCongestionControl(options)
  const configured = within({ net: netOf(host) }, () => {
    for (const device of host === 'router' ? ['client', 'server'] : ['eth0']) turnOffOffloads(device)
    return run('ip', ['-batch', '-'], addressesOf(host, plan, options))
  })
  await Promise.all([configured, ...(host === rawEndOf(options) ? [silence(host, plan.peer[host])] : [])])
}

/** The host's kernel knows of no connection of the raw peer's, and would answer RST to whatever comes for it. */
function silence(host: Host, peer: string): Promise<string> {
  const version = peer.includes(':') ? 'ip6' : 'ip'
  const rule = `${version} saddr ${peer} meta mark != ${peersMark} drop`
  const chain = `chain output {\ntype filter hook output priority filter; policy accept;\n${rule}\n}`
  return within({ net: netOf(host) }, () => run('nft', ['-f', '-'], `table inet silence {\n${chain}\n}\n`))
}

const linkLocalOf: Readonly<Record<Host, string>> = {
  client: 'fe80::1/64',
  router: 'fe80::2/64',
  server: 'fe80::3/64',
}

/** As IPv6 routers advertise themselves: by their address on the link, which is also the one that they ask their neighbours from. */
const routerOnLink = 'fe80::2'

/** Neighbours are entered by hand, unless asked for otherwise: no ARP or neighbour discovery stands between a program's act and its segment. */
function addressesOf(host: Host, plan: Plan, options: BuildOptions): string {
  const { loopback, retransmitAfter, askNeighbours, serversMss, congestionControl, strays, deadEnd } = options
  const raw = rawEndOf(options)
  const bare = options.clientsLink === 'bare'
  const nodad = plan.prefix === 64 ? 'nodad' : ''
  const patience = retransmitAfter === undefined ? '' : `rto_min ${Math.round(retransmitAfter)}ms`
  // Each link's own address is given by hand too: the kernel would first ask for a second whether anybody has it.
  const linkLocal = (device: string) =>
    plan.prefix === 64 ? `link set ${device} addrgenmode none\naddr add ${linkLocalOf[host]} dev ${device} nodad\n` : ''
  const address = (ip: string, device: string) =>
    `${linkLocal(device)}addr add ${ip}/${plan.prefix} dev ${device} ${nodad}\nlink set ${device} up`
  const neighbour = (ip: string, mac: string, device: string) =>
    askNeighbours || isBare(options, host, device)
      ? ''
      : `neigh replace ${ip} lladdr ${mac} dev ${device} nud permanent`
  const end = (ip: string, gateway: string, mac: string, more = '') => [
    'link set lo up',
    address(ip, 'eth0'),
    neighbour(gateway, mac, 'eth0'),
    ...(plan.prefix === 64 ? [neighbour(routerOnLink, mac, 'eth0')] : []),
    isBare(options, host, 'eth0')
      ? `${routesOverBareLink(plan).client} ${patience} ${more}`
      : `route add default via ${plan.prefix === 64 ? routerOnLink : gateway} dev eth0 ${patience} ${more}`,
  ]
  // Deprecated, so that no program of this host gets it for its own.
  const peers =
    raw && host === raw ? [`addr add ${plan.peer[raw]}/${plan.prefix} dev eth0 ${nodad} preferred_lft 0`] : []
  const everywhere = plan.prefix === 64 ? '::/0' : '0.0.0.0/0'
  const lines: Readonly<Record<Host, readonly string[]>> = {
    client: [
      ...(bare ? bareLinkOf('client') : []),
      ...end(plan.client, plan.clientGateway, macs.towardClient, wish('congctl', congestionControl)),
      ...peers,
    ],
    server: loopback
      ? ['link set lo up', `addr add ${plan.server}/${plan.prefix === 64 ? 128 : 32} dev lo ${nodad}`]
      : [
          ...end(plan.server, plan.serverGateway, macs.towardServer, wish('advmss', serversMss)),
          ...peers,
          ...(strays ? [`addr add ${plan.serverToo}/${plan.prefix} dev eth0 ${nodad}`] : []),
          ...(strays === 'arrive' ? [`addr add ${plan.vacant}/${plan.prefix} dev eth0 ${nodad}`] : []),
        ],
    router: [
      'link set lo up',
      ...(bare ? bareLinkOf('router') : []),
      address(plan.clientGateway, 'client'),
      address(plan.serverGateway, 'server'),
      neighbour(plan.client, macs.client, 'client'),
      ...(bare ? [routesOverBareLink(plan).router] : []),
      ...(raw ? [neighbour(plan.peer[raw], macs[raw], raw)] : []),
      neighbour(plan.server, macs.server, 'server'),
      ...(strays ? [neighbour(plan.serverToo, strays === 'arrive' ? macs.server : macs.stranger, 'server')] : []),
      ...(strays ? [neighbour(plan.vacant, macs.server, 'server')] : []),
      ...(deadEnd ? [`route add unreachable ${deadEnd === 'for all' ? everywhere : plan.server}`] : []),
    ],
  }
  return `${lines[host].join('\n')}\n`
}

/** A kernel that has no such algorithm would only say that the route is wrong. */
function requireCongestionControl({ congestionControl }: BuildOptions): void {
  if (congestionControl === undefined) return
  const offered = within({ net: netOf('client') }, () => readSysctl('net.ipv4.tcp_available_congestion_control'))
  if (!offered.split(' ').includes(congestionControl))
    throw new HostLacks(`this kernel offers ${offered} for congestion control, and the lab needs ${congestionControl}`)
}

/** It has no neighbours, whose MACs would have to be known. */
const isBare = ({ clientsLink: link }: BuildOptions, host: Host, device: string): boolean =>
  link === 'bare' && (host === 'client' || device === 'client')

const wish = (name: string, value: string | number | undefined): string =>
  value === undefined ? '' : `${name} ${value}`

/**
 * Ends whatever still lives in the hosts, and destroys every socket before its namespace: an orphan in FIN-WAIT-1 or
 * LAST-ACK would keep the namespace alive and go on retransmitting in it for minutes. Returns what was still there.
 */
async function remove(anchors: Anchors): Promise<readonly string[]> {
  await anchors.raise()
  const destroy = (host: Host) => within({ net: netOf(host) }, () => run('ss', ['-K', '-t', '-a', 'state', 'all']))
  await Promise.all(hosts.filter((host) => socketsIn(host) > 0).map(destroy))
  const left = hosts.map(socketsIn).filter((count) => count > 0)
  for (const host of hosts) removeNet(netOf(host))
  return left.map((count) => `${count} TCP sockets in a namespace of the run`)
}

/** The host's TCP sockets, orphans too (/proc/net/sockstat and sockstat6). */
function socketsIn(host: Host): number {
  const text = within({ net: netOf(host) }, () => ['sockstat', 'sockstat6'].map(readHere).join('\n'))
  return [...text.matchAll(/^TCP6?: inuse (\d+)/gm)].reduce((sum, [, count]) => sum + Number(count), 0)
}

/** A kernel without IPv6 has no file for it. */
function readHere(file: string): string {
  try {
    return readFileSync(`/proc/thread-self/net/${file}`, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}
