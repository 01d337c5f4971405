import type { SocketTimer, WitnessName } from '../evidence.ts'
import type { Milliseconds } from '../tcp.ts'

/** Between what and what a timer may fire. */
export interface Interval {
  readonly earliest: Milliseconds
  readonly latest: Milliseconds
}

export interface TimerFindings {
  times: { readonly times: readonly Milliseconds[] }
  intervals: { readonly intervals: readonly Interval[] }
  within: { readonly times: readonly Milliseconds[]; readonly intervals: readonly Interval[] }
  'timer to show': { readonly by: WitnessName; readonly timer: SocketTimer['name'] }
  /** The timers that were shown, nothing where there was none. */
  'timers shown': { readonly timers: ReadonlyArray<SocketTimer['name'] | undefined> }
  'showed timer': { readonly by: WitnessName; readonly at: Milliseconds; readonly timer?: SocketTimer }
  'end at': { readonly at: Milliseconds }
  /** So many looks, and what the first and the last of them showed. */
  foretold: { readonly looks: number; readonly first?: SocketTimer; readonly last?: SocketTimer }
  'counts from': { readonly at: Milliseconds }
  'looks around': { readonly at: Milliseconds; readonly before: number; readonly after: number }
  'ends later': { readonly by: Milliseconds }
}
