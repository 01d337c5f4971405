import type { Timeline } from '../evidence/timeline.ts'
import type { Evidence } from '../evidence.ts'
import { type Milliseconds, ms } from '../tcp.ts'

/** What somebody who wants to look around has asked for. */
export interface HoldOrder {
  /** The moment at which the story is to hold still: as soon as this is so. Where it is not said: at each pause. */
  readonly once?: (evidence: Evidence) => boolean
  /** Waits with the user. */
  still(moment: HeldMoment): Promise<void>
}

/**
 * Where a story holds still: when what was asked for had come, at a pause, or when it was over and that had not come. And before it
 * begins, where it is to hold at a moment that the kernel's timers may end: to have a look ready takes longer than they do.
 */
export type HeldMoment = 'at the start' | 'as asked' | 'at a pause' | 'at the end' | 'never came'

/** The play's side of it: nothing that the play does begins while somebody looks around. */
export interface Holding {
  /** Before anything is recorded. */
  start(): Promise<void>
  /** Resolves when nobody holds the story still, mostly at once. */
  passed(): Promise<void>
  pause(): Promise<void>
  /** The story is over; one that has not held still does now. */
  end(): Promise<void>
  /** For how long it has been held still by now: whoever waits for something waits so much longer. */
  held(): Milliseconds
}

const nobody: Holding = {
  start: async () => {},
  passed: async () => {},
  pause: async () => {},
  end: async () => {},
  held: () => ms(0),
}

/** Looking costs time, which the story needs: so many times as long as a look took there is no other. */
const restPerLook = 4

/** Holds the play, never the kernel: a state that one of its timers ends goes on to that end meanwhile. */
export function holdingOf(timeline: Timeline, order: HoldOrder | undefined): Holding {
  if (!order) return nobody
  const { once } = order
  const held = { before: 0, since: undefined as number | undefined }
  let gate: Promise<void> | undefined
  const hold = (moment: HeldMoment): void => {
    held.since = performance.now()
    gate = order.still(moment).finally(() => {
      held.before += performance.now() - (held.since ?? 0)
      held.since = undefined
    })
    // Whoever comes to the gate is told; until then nobody need be.
    gate.catch(() => {})
  }
  let nextLook = 0
  const look = (): void => {
    if (gate || !once) return
    const begun = performance.now()
    if (once(timeline.evidence)) hold('as asked')
    nextLook = performance.now() + restPerLook * (performance.now() - begun)
  }
  const stopListening = timeline.onFact(() => {
    if (performance.now() >= nextLook) look()
  })
  const passed = async (): Promise<void> => {
    look()
    await gate
  }
  return {
    start: async () => (once ? order.still('at the start') : undefined),
    passed,
    async pause() {
      if (!once) hold('at a pause')
      await passed()
    },
    async end() {
      stopListening()
      if (!gate) hold(once ? 'never came' : 'at the end')
      await gate
    },
    held: () => ms(held.before + (held.since === undefined ? 0 : performance.now() - held.since)),
  }
}
