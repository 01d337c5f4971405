/** The addresses of one run, all made from its slot's number (0 to 511). */
export interface Plan {
  readonly client: string
  readonly clientGateway: string
  readonly server: string
  readonly serverGateway: string
  readonly prefix: number
  /** On the server's link: one more of the server's, and one that nobody has. */
  readonly serverToo: string
  readonly vacant: string
  /** On an end's link, for a raw peer that takes its place. */
  readonly peer: Readonly<Record<'client' | 'server', string>>
  /** Whether the address lies on the client's link: a raw peer may speak in the name of any of them. */
  isOnClientsLink(address: string): boolean
  /** An address of nobody's on the link to this end: what is sent there waits in the router for a neighbour to answer. */
  nobody(end: 'client' | 'server', number: number): string
}

export const macs = {
  client: '02:00:00:00:00:01',
  towardClient: '02:00:00:00:00:02',
  server: '02:00:00:00:00:03',
  towardServer: '02:00:00:00:00:04',
  stranger: '02:00:00:00:00:05',
}

/** Whose each address is. */
export const namesOf = (plan: Plan): Record<string, string> => ({
  [plan.client]: 'client',
  [macs.client]: 'client',
  [plan.clientGateway]: 'router',
  [macs.towardClient]: 'router',
  [plan.serverGateway]: 'router',
  [macs.towardServer]: 'router',
  [plan.server]: 'server',
  [macs.server]: 'server',
  [plan.serverToo]: 'server',
  [plan.vacant]: 'nobody',
  [macs.stranger]: 'stranger',
  [plan.peer.client]: 'peer',
  [plan.peer.server]: 'peer',
  'fe80::1': 'client',
  'fe80::2': 'router',
  'fe80::3': 'server',
})

/** IPv4 from 198.18.0.0/15, which RFC 2544 sets aside for tests: a network of 256 addresses a run, half of it a link. */
export function planIPv4(slot: number): Plan {
  const base = `198.${18 + (slot >> 8)}.${slot & 255}`
  return {
    client: `${base}.1`,
    clientGateway: `${base}.2`,
    server: `${base}.129`,
    serverGateway: `${base}.130`,
    serverToo: `${base}.131`,
    vacant: `${base}.132`,
    peer: { client: `${base}.5`, server: `${base}.133` },
    isOnClientsLink: (address) => address.startsWith(`${base}.`) && Number(address.slice(base.length + 1)) < 128,
    prefix: 25,
    nobody: (end, number) => `${base}.${(end === 'client' ? 0 : 128) + 16 + (number % 100)}`,
  }
}

/** IPv6 from fd00::/8 (RFC 4193): two /64 links a run. */
export function planIPv6(slot: number): Plan {
  const link = (number: number): string => `fd1a:b:${slot.toString(16)}:${number}`
  return {
    client: `${link(1)}::1`,
    clientGateway: `${link(1)}::2`,
    server: `${link(2)}::1`,
    serverGateway: `${link(2)}::2`,
    serverToo: `${link(2)}::3`,
    vacant: `${link(2)}::4`,
    peer: { client: `${link(1)}::5`, server: `${link(2)}::5` },
    isOnClientsLink: (address) => address.startsWith(`${link(1)}::`),
    prefix: 64,
    nobody: (end, number) => `${link(end === 'client' ? 1 : 2)}::f${(number % 100).toString(16)}`,
  }
}
