import type { Assertion } from '../evidence/assertion.ts'
import type { ProgramLimit } from '../evidence/deeds.ts'
import type { End, Ending } from '../evidence.ts'
import type { Cause as Read } from '../finding/programs.ts'
import type { Endpoint, Milliseconds, RelativeSegment, State } from '../tcp.ts'

/** How a program ended, and what it said of that last. */
export interface Ended {
  readonly at: Milliseconds
  readonly ending: Ending
  /** The line in which it says why: an exception, a complaint of its language. */
  readonly why?: string
}

/** What the lab needs where a program did something else. */
export type Wanted =
  | { readonly is: 'not that' }
  | { readonly is: 'state'; readonly state: State }
  | { readonly is: 'bytes'; readonly bytes: number }
  /** The same, but later: when it is told to, where it is told at all. */
  | { readonly is: 'later'; readonly cue?: Cue }
  /** What has to come first, from the other end or the kernel. */
  | { readonly is: 'first'; readonly line: string }

/** What a program did, or failed to do, that its lab needs otherwise; the first sentence of a report is made of it. */
export type Deed =
  | { readonly is: 'not started'; readonly failure: string }
  /** Its language refused to read it, or an option of it. */
  | ({ readonly is: 'refused by its language' } & Ended)
  | ({ readonly is: 'crashed' } & Ended)
  | ({ readonly is: 'came upon a limit'; readonly limit: ProgramLimit } & Ended)
  | ({ readonly is: 'ended early'; readonly before: 'listening' | 'accepting' | 'connecting' } & Ended)
  | {
      readonly is: 'listens elsewhere'
      readonly at: Milliseconds
      readonly places: readonly Endpoint[]
      readonly wanted: Endpoint
      /** What is other about the nearest of them. */
      readonly other: 'port' | 'address' | 'loopback'
    }
  | { readonly is: 'never listened'; readonly time: Milliseconds; readonly wanted: Endpoint }
  | {
      readonly is: 'connects elsewhere'
      readonly at: Milliseconds
      readonly place: Endpoint
      readonly wanted: Endpoint
    }
  | { readonly is: 'never connected'; readonly time: Milliseconds; readonly wanted: Endpoint }
  | { readonly is: 'never accepted'; readonly connection: number; readonly time: Milliseconds }
  /** So many connections wait in its accept queue, more than its backlog allows for, while it does not call accept(), or no more. */
  | {
      readonly is: 'left its accept queue full'
      readonly waiting: number
      readonly backlog: number
      /** How many it had accepted by then. */
      readonly accepted: number
    }
  /** It closed, reset or opened; where it ended in that moment its kernel did that for it. */
  | {
      readonly is: 'entered'
      readonly state: State
      readonly at: Milliseconds
      readonly wanted: Wanted
      readonly ended?: Ended
    }
  | {
      readonly is: 'stayed'
      readonly state: State
      readonly since: Milliseconds
      readonly wanted: State
      /** What it had been told by then, last of all. */
      readonly cue?: Cue
      /** So long the story waited for what did not come. */
      readonly waited?: Milliseconds
    }
  | { readonly is: 'sent'; readonly segment: RelativeSegment; readonly at: Milliseconds; readonly wanted: Wanted }
  | { readonly is: 'never sent'; readonly bytes: number; readonly cue?: Cue; readonly waited?: Milliseconds }
  | { readonly is: 'never read'; readonly what: Read; readonly queued: number }
  /** It closed its side and kept its socket, where it was to let go of it. */
  | { readonly is: 'kept its socket'; readonly state: State; readonly since: Milliseconds }
  /** Its kernel goes on sending what nobody acknowledges. */
  | { readonly is: 'not given up'; readonly segment: RelativeSegment; readonly at: Milliseconds }
  | { readonly is: 'backlog'; readonly room: number; readonly wanted: number }
  /** It read what this lab needs unread. */
  | { readonly is: 'read'; readonly read: number; readonly bytes: number }
  /** The story waited for this in vain, and nothing else is known. */
  | { readonly is: 'did not bring'; readonly claim: Assertion | string; readonly time: Milliseconds }
  | { readonly is: 'broke'; readonly claim: Assertion }

export interface Cue {
  readonly line: string
  readonly at: Milliseconds
}

/** What is not done at all explains what is done otherwise only where that came later: each has a place. */
export const ranks = { accepted: 1, done: 2, never: 3 } as const

/** A deed with the claim that shows it. Those of a lower rank explain those of a higher. */
export interface Cause {
  readonly end: End
  readonly deed: Deed
  readonly rank: number
  /** When; what never happened has no time, and comes last. */
  readonly at: number
  readonly root?: string
}

/** What else is easy to see, and may help. */
export type Hint =
  | { readonly is: 'said nothing' }
  | { readonly is: 'left behind'; readonly processes: string }
  | { readonly is: 'may not flush' }
