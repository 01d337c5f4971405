import type { Clock } from './evidence/clock.ts'
import type { End, Fact, Host, WitnessName } from './evidence.ts'
import type { Milliseconds } from './tcp.ts'

/** A command, and the namespaces that it is to be started in where they are not ours. */
export interface Within {
  readonly command: string
  readonly args: readonly string[]
  readonly at?: { readonly net: string }
}

/** What a witness needs to know of the run that it watches. */
export interface Scene {
  readonly clock: Clock
  readonly family: 'IPv4' | 'IPv6'
  readonly loopback: boolean
  /** Names what the run makes outside its namespaces: a tracing instance, say. */
  readonly slot: number
  /** Whether whole frames are told too. */
  readonly frames: boolean
  /** Where captures are written. */
  readonly folder: string
  readonly pidIn: Readonly<Record<Host, number>>
  inside(host: Host, command: string, args?: readonly string[]): Within
  endAt(address: string, port: number): End | undefined
  tell(fact: Fact): void
  /** A packet of this end's has passed that is no TCP. */
  pass(from: End): void
  /** When the story ended, if it has: nothing later belongs in a record. */
  ended(): Milliseconds | undefined
}

/** Something that turns what it sees into facts from the moment it is there until it is stopped. */
export interface Witness {
  readonly name: WitnessName
  /** Has told everything that happened up to this call when it resolves. */
  drain(): Promise<void>
  stop(): Promise<void>
}

/** The ends whose sockets are looked at: on loopback both live in one namespace, and one look sees both. */
export const lookedAt = ({ loopback }: Pick<Scene, 'loopback'>): readonly End[] =>
  loopback ? ['server'] : ['client', 'server']
