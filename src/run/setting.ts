import { release } from 'node:os'
import { join } from 'node:path'
import { compileCache } from '../catalogue/names.ts'
import { commandFor } from '../catalogue/programs.ts'
import type { Cast } from '../catalogue.ts'
import type { Clock } from '../evidence/clock.ts'
import type { Timeline } from '../evidence/timeline.ts'
import type { End, Setting } from '../evidence.ts'
import { namesOf, planIPv4, planIPv6 } from '../network/addresses.ts'
import { rawEndOf } from '../network.ts'
import type { Hold } from '../take.ts'
import { type Confinement, confinedEnds } from './confining.ts'
import { keptHz } from './machine.ts'

/** The port that every lab's server listens on. */
export const port = 8080

/** What of a run's order its record must tell. */
export interface Ordered {
  readonly cast: Cast
  readonly slot: number
  readonly family: 'IPv4' | 'IPv6'
  /** Commands of the user's in place of the lab's programs. */
  readonly replace: Readonly<Partial<Record<End, string>>>
  /** How these are confined; not at all where the user trusts them. */
  readonly confinement?: Confinement
}

export interface RunOrder extends Ordered {
  /** Where the record goes: whoever ordered the run looks for its verdict there. */
  readonly folder: string
  readonly abort: AbortSignal
  /** Told once the record has begun, so that a report can follow it. */
  onBegin?(timeline: Timeline, clock: Clock): void
  /** Where the story holds still, and who waits there with the user. */
  readonly hold?: Hold
}

/** The head of the record: everything that is so for the whole run, save what only the network that is built for it can tell. */
export function settingOf({ cast, slot, family, replace, confinement }: Ordered): Omit<Setting, 'missing' | 'sysctls'> {
  const wishes = cast.lab.network ?? {}
  const raw = rawEndOf(wishes)
  const plan = (family === 'IPv4' ? planIPv4 : planIPv6)(slot)
  return {
    version: 2,
    lab: cast.name,
    ...(cast.variant === undefined ? {} : { variant: cast.variant }),
    ...(cast.twin === undefined ? {} : { twin: cast.twin }),
    began: new Date().toISOString(),
    family,
    loopback: wishes.loopback ?? false,
    client: wishes.loopback ? plan.server : plan.client,
    server: raw === 'server' ? plan.peer.server : plan.server,
    port,
    ...(raw ? { rawPeer: plan.peer[raw] } : {}),
    ...(wishes.frames ? { names: namesOf(plan) } : {}),
    kernel: release(),
    hz: keptHz(join(compileCache, 'kernel.json')),
    tools: { node: process.version },
    programs: {
      client: commandFor({ cast, replace }, 'client').name,
      server: commandFor({ cast, replace }, 'server').name,
    },
    replaced: (['client', 'server'] as const).filter((end) => replace[end] !== undefined),
    sandboxed: confinedEnds({ cast, slot, family, replace, ...(confinement ? { confinement } : {}) }),
  }
}
