import { type Clock, startClock } from './evidence/clock.ts'
import type { Fact, Setting } from './evidence.ts'
import { buildNetwork, wantSmallTables } from './network/build.ts'
import type { Network, NetworkWishes } from './network.ts'
import { mount, realtime } from './system/calls.ts'
import { mountTracefs } from './witness/kernel.ts'

/** What a bench is to be like. */
export interface BenchOrder {
  /** Whose addresses and names it takes: nobody else on this machine has it. */
  readonly slot: number
  readonly family: 'IPv4' | 'IPv6'
  /** The port that servers listen on. */
  readonly port: number
  readonly network: NetworkWishes
}

/** A network and what it takes to watch it: made once, and kept for as many takes as are wanted. */
export interface Bench {
  readonly order: BenchOrder
  readonly network: Network
  readonly clock: Clock
  /** Where the kernel's tracepoints are, where this user may have them. */
  readonly tracefs: string | undefined
  /** Witnesses that this machine or user cannot have, and why. */
  readonly missing: Setting['missing']
  /** From now on what is done to the network is told here: to the take that goes on. */
  tellTo(tell: (fact: Fact) => void): void
}

/** Makes a bench inside namespaces that are private already; its network's `remove` takes it down. */
export async function makeBench(order: BenchOrder): Promise<Bench> {
  const clock = startClock(realtime)
  // Names of network namespaces, and the tracefs, are for this process's eyes only.
  wantSmallTables()
  mount('tmpfs', '/run', { type: 'tmpfs' })
  // Faults are set by a play, when a record has begun.
  let teller: (fact: Fact) => void = () => {}
  const { slot, family, port } = order
  const [network, tracing] = await Promise.all([
    buildNetwork({ ...order.network, slot, family, port, now: clock.now, tell: (fact) => teller(fact) }),
    mountTracefs().catch((error: Error) => error),
  ])
  const without = tracing instanceof Error
  return {
    ...{ order, network, clock },
    tracefs: without ? undefined : tracing,
    missing: without ? { kernel: 'no tracefs' } : {},
    tellTo(tell) {
      teller = tell
    },
  }
}
