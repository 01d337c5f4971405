import type { End, Host, SysctlFact } from './evidence.ts'
import type { Faults } from './network/faults.ts'
import type { Milliseconds } from './tcp.ts'

/** What a lab may ask of its network. */
export interface NetworkWishes {
  /** Both programs on one host, over its loopback interface, as in the experiment of one of the notes (see CLAIMS.md). There are no faults then. */
  readonly loopback?: boolean
  /** The family that the lab is about; the user chooses it when the lab does not. */
  readonly family?: 'IPv4' | 'IPv6'
  /**
   * Kernel parameters (net.ipv4...) of an end, set before anything starts; those of IPv4 TCP serve IPv6 too:
   * `{ server: { 'net.ipv4.tcp_fin_timeout': 2 } }`. Only in the run's own namespaces; each is read back.
   */
  readonly sysctls?: Readonly<Partial<Record<Host, Readonly<Record<string, string | number>>>>>
  /**
   * The client is a raw peer, or where it is said the server, which the lab's program is with `#peer`: its host gets one more
   * address for it, in the name of which its kernel never speaks. A raw server's is the one that clients connect to.
   */
  readonly rawPeer?: boolean | 'server'
  /** Records whole frames at both ends, from Ethernet up, besides TCP's segments. */
  readonly frames?: boolean
  /** Nobody knows a neighbour's MAC before it has asked: ARP, or IPv6's neighbour discovery, comes before the first packet. */
  readonly askNeighbours?: boolean
  /**
   * The hosts' own files for looking up names: the server is asked by DNS, and the hosts file has the name `in-the-file.lab` for the
   * client's address, unless there is DNS alone.
   */
  readonly names?: 'file and DNS' | 'DNS'
  /** The client's link is no Ethernet: it carries IP packets and nothing below them. */
  readonly clientsLink?: 'bare'
  /** One more route of the router's, which leads nowhere: for all addresses there are, or for the server's alone. */
  readonly deadEnd?: 'for all' | 'for the server'
  /**
   * Two more addresses behind the router. One is the server's, and the router takes a stranger's MAC for its own; the other is
   * nobody's, and the router takes the server's MAC for its own. Unless they arrive: then both are the server's.
   */
  readonly strays?: 'go astray' | 'arrive'
  /** What the server announces as the longest segment that it takes (ip-route's advmss). */
  readonly serversMss?: number
  /** By which algorithm the client's kernel finds how fast to send (ip-route's congctl); its own default when not said. */
  readonly congestionControl?: 'cubic' | 'reno'
  /**
   * The least time before a segment is sent again (ip-route's rto_min; the kernel's own least is 200 ms). A lab that holds
   * segments in the router while the witnesses look raises it, so that looking slowly does not change the story.
   */
  readonly retransmitAfter?: Milliseconds
}

/** The end in whose place the lab has a raw peer. */
export const rawEndOf = ({ rawPeer }: NetworkWishes): End | undefined =>
  rawPeer === true ? 'client' : rawPeer || undefined

/** The network of one run: client --- router --- server, each a network namespace of its own. */
export interface Network {
  readonly addresses: Addresses
  readonly family: 'IPv4' | 'IPv6'
  readonly loopback: boolean
  readonly router: Faults
  /** A process that lives in the host's namespace and nowhere else; /proc/<pid>/net is the host's. */
  readonly pidIn: Readonly<Record<Host, number>>
  /** The command, and the namespaces that it is to be started in. */
  inside(
    host: Host,
    command: string,
    args?: readonly string[],
  ): { command: string; args: readonly string[]; at: { readonly net: string } }
  /**
   * Does the work, which must be synchronous, where the end's programs live: what it spawns is in the end's network and in its
   * namespace of processes, and ends with that.
   */
  within<Result>(end: End, work: () => Result): Result
  /** What the end's programs have started and left behind with their own end, in words. */
  orphansOf(end: End): readonly string[]
  /** Aborts, with the reason, when the network is not any more what was built. */
  readonly lost: AbortSignal
  /** Kernel parameters as they were read back after they had been set: `server: net.ipv4.tcp_sack`. */
  readonly sysctls: Readonly<Record<string, string>>
  /** Reads them again, and returns those that somebody has changed. */
  changedSysctls(): ReadonlyArray<Pick<SysctlFact, 'host' | 'name' | 'was' | 'is'>>
  /** Which end an address and port belong to; on loopback only the port tells. */
  endAt(address: string, port: number): End | undefined
  /** Takes it down, with every process and socket in it; returns what it could not. */
  remove(): Promise<readonly string[]>
}

/** Where the ends are: each run has addresses of its own. */
export interface Addresses {
  /** The client's. */
  readonly client: string
  /** The one that clients connect to. */
  readonly server: string
  /** The one that the server listens on. */
  readonly port: number
  /** The raw peer's, where the lab has one. */
  readonly peer?: string
  /** The server's, of which the router has a stranger's MAC, where the lab has strays. */
  readonly ofStrangersMac?: string
  /** Nobody's, of which the router has the server's MAC. */
  readonly ofNobody?: string
}
