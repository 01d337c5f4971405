import type { Assertion } from './evidence/assertion.ts'
import type { BlindCause } from './evidence/blind.ts'
import type { ProgramFact, SaidFact } from './evidence/deeds.ts'
import type { FaultFact } from './evidence/faults.ts'
import type { PrintedFact } from './evidence/printed.ts'
import type { Endpoint, Frame, Milliseconds, Segment, State } from './tcp.ts'

export type { Ending, ProgramFact, ProgramLimit, SaidFact } from './evidence/deeds.ts'
export type { FaultFact, FaultMatch, FaultOrder } from './evidence/faults.ts'

/** A machine of the lab's network; each is a network namespace. */
export type Host = 'client' | 'router' | 'server'
export type End = 'client' | 'server'

/** Who saw a fact. `table` is the kernel's own /proc/net/tcp, read fast; `kernel` its tracepoints; `network` the faults that we set. */
export type WitnessName =
  | 'kernel'
  | 'table'
  | 'ss'
  | 'netstat'
  | 'wire'
  | 'counters'
  | 'program'
  | 'network'
  | 'harness'

/** What every fact carries: when, how far off that may be, where, and who saw it. */
export interface Seen {
  /** The moment, on the run's one clock: milliseconds since the story began. */
  readonly at: Milliseconds
  /** The thing happened in [at - within, at]: 0 for a tracepoint, the sampling gap for a poller, the clock's error for a capture. */
  readonly within: Milliseconds
  readonly host: Host
  readonly by: WitnessName
}

/** A segment passed a point where the wire is tapped. */
export interface SegmentFact extends Seen {
  readonly kind: 'segment'
  /** The interface's name: `eth0` at the ends, `client` and `server` on the router, `lo` on loopback. */
  readonly tap: string
  readonly direction: 'in' | 'out'
  readonly segment: Segment
}

/** A whole frame passed an end's interface; only where the lab asks for frames. */
export interface FrameFact extends Seen {
  readonly kind: 'frame'
  readonly host: End
  readonly frame: Frame
}

/** The kernel said that a socket went from one state to another. */
export interface TransitionFact extends Seen {
  readonly kind: 'transition'
  readonly host: End
  /** The socket's address in the kernel (`skaddr`): tells sockets with the same endpoints in different namespaces apart. */
  readonly socket?: string
  readonly local: Endpoint
  readonly remote: Endpoint
  readonly from: State
  readonly to: State
}

/** A look at one socket. The `table` reports only what changed since its look before; `ss` and `netstat` report every look. */
export interface SampleFact extends Seen {
  readonly kind: 'sample'
  readonly host: End
  readonly local: Endpoint
  readonly remote: Endpoint
  /** CLOSED when a socket that was there is there no more. */
  readonly state: State
  readonly timer?: SocketTimer
  /** Bytes sent and not acknowledged, or on a listener the limit of its accept queue. */
  readonly sendQueue?: number
  /** Bytes arrived and not read, or on a listener the connections that wait for accept. */
  readonly receiveQueue?: number
  /**
   * Whether a program has it: false while it waits to be accepted, and after the last program has let go of it. Only the table
   * tells, and not of what is no whole socket (SYN-RECEIVED, TIME-WAIT); records from before it was kept do not.
   */
  readonly owned?: boolean
  /** The name of the congestion control, and its window and slow start threshold in segments, as `ss -i` prints them. */
  readonly congestion?: { readonly control: string; readonly window: number; readonly threshold?: number }
}

/** The timer that runs on a socket, by the name that ss gives it, and the time left as the witness prints it. */
export interface SocketTimer {
  readonly name: 'on' | 'keepalive' | 'timewait' | 'persist' | 'unknown'
  readonly left: Milliseconds
}

/** One whole poll at a host, begun at `at - within` and ended at `at`: what it did not report was not there. */
export interface PollFact extends Seen {
  readonly kind: 'poll'
  readonly host: End
  /** How many polls this fact stands for; the table's poller adds its up. */
  readonly polls: number
  /** The longest stretch between two polls. */
  readonly longestGap: Milliseconds
  /** How many of the lab's sockets were there. */
  readonly sockets: number
}

/** A segment was sent again, or a RST left or arrived, as the kernel's tracepoint says. */
export interface KernelFact extends Seen {
  readonly kind: 'kernel'
  readonly socket?: string
  readonly event: 'tcp_retransmit_skb' | 'tcp_retransmit_synack' | 'tcp_send_reset' | 'tcp_receive_reset'
  readonly local: Endpoint
  readonly remote: Endpoint
  readonly detail: string
}

/** The kernel's counters that moved during the run: /proc/net/snmp and /proc/net/netstat. */
export interface CountersFact extends Seen {
  readonly kind: 'counters'
  readonly host: Host
  readonly moved: Readonly<Record<string, number>>
}

/** A stretch, ending at `at` and `within` long, in which a witness saw nothing, or lost some of what it saw. */
export interface BlindFact extends Seen {
  readonly kind: 'blind'
  readonly cause: BlindCause
}

/** What the play waited for, when it began to wait and what became of it. */
export interface AwaitedFact extends Seen {
  readonly kind: 'awaited'
  /** The claim's id. */
  readonly what: string
  /** What it says; records from before it was kept do not tell. */
  readonly states?: Assertion
  /**
   * What a twin's play has waited for in vain it does without; any other play is broken off there. A line that somebody's own
   * program need not say, and of which no kernel shows anything, is left unsaid: the play goes on after a while.
   */
  readonly outcome: 'came' | 'did not come' | 'done without' | 'left unsaid'
  readonly waited: Milliseconds
  /** How much of that time the machine kept from the run: waits are stretched by it. */
  readonly lost: Milliseconds
}

/** How late this run's own timers fired in [at - within, at]; what the machine did to us it also did to the programs. */
export interface LatenessFact extends Seen {
  readonly kind: 'lateness'
  /** The longest by which one was late. */
  readonly worst: Milliseconds
  /** By how much all of them together were. */
  readonly lost: Milliseconds
}

/** A kernel parameter that the run had set was another at its end. */
export interface SysctlFact extends Seen {
  readonly kind: 'sysctl'
  readonly name: string
  readonly was: string
  readonly is: string
}

/** The story's end: what happened up to it belongs to the record, and nothing of the taking down that follows. */
export interface EndFact extends Seen {
  readonly kind: 'end'
}

/** What was still there after everything was taken down; empty when nothing was. */
export interface CleanupFact extends Seen {
  readonly kind: 'cleanup'
  readonly left: readonly string[]
}

export type Fact =
  | SegmentFact
  | FrameFact
  | PrintedFact
  | TransitionFact
  | SampleFact
  | PollFact
  | KernelFact
  | ProgramFact
  | FaultFact
  | CountersFact
  | BlindFact
  | AwaitedFact
  | LatenessFact
  | SysctlFact
  | EndFact
  | CleanupFact

export type FactOf<Kind extends Fact['kind']> = Extract<Fact, { kind: Kind }>

/** Why a witness cannot be had: there is no tracefs, or it is not for this user. */
export type Lacking = 'no tracefs'

/** What was so for the whole run: written first, read by whoever judges later. */
export interface Setting {
  readonly version: 2
  readonly lab: string
  readonly variant?: string
  readonly twin?: string
  /** When the run began, by the wall clock (ISO 8601). */
  readonly began: string
  readonly family: 'IPv4' | 'IPv6'
  readonly loopback: boolean
  readonly client: string
  readonly server: string
  readonly port: number
  /** What the addresses, IP and MAC, belong to; where the lab asks for frames. */
  readonly names?: Readonly<Record<string, string>>
  /** The address of the raw peer that stands in the client's place, or where it is the server's own in the server's; no kernel speaks for it. */
  readonly rawPeer?: string
  readonly kernel: string
  /** Ticks a second; the timers' granularity follows from it. */
  readonly hz: number
  /** Witnesses that this machine or user cannot have, and why. */
  readonly missing: Readonly<Partial<Record<WitnessName, Lacking>>>
  /** Kernel parameters by host, as they were read back after they had been set. */
  readonly sysctls: Readonly<Record<string, string>>
  readonly tools: Readonly<Record<string, string>>
  readonly programs: { readonly client: string; readonly server: string }
  /** The ends whose program is not the lab's own but the user's. */
  readonly replaced: readonly End[]
  /** Those of them that nobody trusted: they ran in sandboxes. A record of before 2026-11-22 does not say. */
  readonly sandboxed?: readonly End[]
}

/** The end in whose place a raw peer stands. */
export const rawEnd = ({ rawPeer, server }: Setting): End | undefined =>
  rawPeer === undefined ? undefined : rawPeer === server ? 'server' : 'client'

/** A run's whole record: its setting and every fact in the order of time. Claims see nothing else. */
export interface Evidence {
  readonly setting: Setting
  readonly facts: readonly Fact[]
}

/** A record's facts of one kind. Each claim asks for some, again and again: they are sorted once. */
export function factsOf<Kind extends Fact['kind']>({ facts }: Evidence, kind: Kind): ReadonlyArray<FactOf<Kind>> {
  const sorted = byKind.get(facts) ?? Map.groupBy(facts, (fact) => fact.kind)
  byKind.set(facts, sorted)
  return (sorted.get(kind) ?? []) as ReadonlyArray<FactOf<Kind>>
}

const byKind = new WeakMap<readonly Fact[], ReadonlyMap<Fact['kind'], readonly Fact[]>>()

/** What the program at this end has said, line by line. */
export const saidAt = (evidence: Evidence, end: End): SaidFact[] =>
  factsOf(evidence, 'program')
    .filter((fact) => fact.deed === 'said')
    .filter(({ host }) => host === end)

/** When, where and by whom, in which every report names a fact. */
export const byTime = (a: Seen, b: Seen): number => a.at - b.at
