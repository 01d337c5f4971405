import type { End, WitnessName } from '../evidence.ts'
import type { Finding } from '../finding.ts'
import type { Milliseconds, State } from '../tcp.ts'

/** A state that an end entered, when, and the first witness of it. */
export interface SeenState {
  readonly state: State
  readonly at: Milliseconds
  readonly by?: WitnessName
}

export interface StateFindings {
  path: { readonly steps: readonly SeenState[] }
  entered: SeenState
  'in state': { readonly end: End; readonly state: State; readonly at?: Milliseconds }
  /** Connections that may wait for accept(), as ss has it. */
  backlog: { readonly backlog: number }
  'never in': { readonly state: State }
  /** The state that had to come next, or none, and after which one. */
  next: { readonly state?: State; readonly after?: { readonly state: State; readonly at: Milliseconds } }
  lasted: {
    readonly state: State
    readonly time: Milliseconds
    readonly upTo?: Milliseconds
    readonly but?: 'no longer' | 'still so' | 'the record ended'
    /** What the end went through instead. */
    readonly path?: Finding
  }
  /** How long after the last FIN that arrived. */
  'after last FIN': {
    readonly state: State
    readonly time: Milliseconds
    readonly upTo?: Milliseconds
    readonly but?: 'still so' | 'the record ended'
  }
  'end of state': { readonly state: State }
  /** Looks that show that a state was held. */
  held: { readonly time: Milliseconds; readonly ss: number; readonly netstat: number; readonly table: number }
  'every look': { readonly state: State }
  /** The look that is wanting: one by each of these while the end was in the state. */
  'look by': { readonly by: readonly WitnessName[]; readonly end: End; readonly state: State }
  'showed state': { readonly by: WitnessName; readonly state: State; readonly at: Milliseconds }
  'to print': { readonly by: WitnessName; readonly state: State }
  printed: { readonly by: WitnessName; readonly states: readonly State[] }
  'state of': { readonly end: End }
  jump: { readonly end: End; readonly from: State; readonly to: State; readonly at: Milliseconds }
  'jump by kernel': { readonly from: State; readonly to: State }
  /** How many half-open connections each showed at once. */
  crowd: { readonly ss: number; readonly netstat: number; readonly at: Milliseconds }
}
