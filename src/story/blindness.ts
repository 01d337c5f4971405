import type { BlindCause } from '../evidence/blind.ts'
import { type End, type Evidence, type Fact, factsOf, type PollFact } from '../evidence.ts'
import { type Milliseconds, ms } from '../tcp.ts'
import { miscounts } from './counted.ts'
import { storyEnd } from './end.ts'
import { latenessOf } from './late.ts'
import type { Missing } from './missing.ts'
import { remembered } from './remembered.ts'
import { chainsBroken, fromNowhere } from './strays.ts'
import { arrivedUnsent, tapsUnseen } from './taps.ts'
import { statesUnseen, untimely } from './unseen.ts'

/**
 * A witness without whom a claim cannot be told: the wire, or whoever looks at the states of an end's sockets, which is the
 * kernel's own table and, where this machine has them, its tracepoints.
 */
export type Need = 'wire' | 'states of the client' | 'states of the server' | 'counters'

/** A stretch of the story in which a witness did not see. */
export interface Blindness {
  readonly need: Need
  readonly missing: Missing
  readonly facts: readonly Fact[]
  /** Only because the machine was late. */
  readonly late: boolean
}

/** Whether a witness that did not look was kept from it by something else than a machine that was late. */
export const couldNotLook = (evidence: Evidence, witnesses: readonly Fact['by'][]): boolean =>
  factsOf(evidence, 'blind').some(({ by }) => witnesses.includes(by))

export const statesOf = (end: End): Need => `states of the ${end}`

/** Where those that are needed did not see: what they said themselves, and what follows from what they did not say. */
export const blindnessOf = (evidence: Evidence, needs: readonly Need[]): readonly Blindness[] =>
  allBlindness(evidence).filter(({ need }) => needs.includes(need))

const allBlindness = remembered((evidence: Evidence): readonly Blindness[] => [
  ...told(evidence),
  ...lookedAt(evidence).flatMap((end) => unwatched(evidence, end)),
  ...disagreements(evidence),
  ...lookedAt(evidence).flatMap((end) => uncounted(evidence, end)),
])

/** On loopback both ends' sockets stand in one table. */
const lookedAt = ({ setting }: Evidence): readonly End[] => (setting.loopback ? ['server'] : ['client', 'server'])

const uncounted = (evidence: Evidence, end: End): Blindness[] =>
  factsOf(evidence, 'counters').some(({ host }) => host === end)
    ? []
    : [{ need: 'counters', missing: { what: 'counters', end }, facts: [], late: false }]

/** Whoever did not answer, or did not read fast enough, was kept from it: what the machine did now it may not do again. */
const isOfLateness = ({ is }: BlindCause): boolean => is === 'not told in time' || is === 'overrun'

function told(evidence: Evidence): Blindness[] {
  return factsOf(evidence, 'blind').flatMap((fact) => {
    const common = {
      missing: { what: 'sight', blind: { by: fact.by, cause: fact.cause } } as const,
      facts: [fact],
      late: isOfLateness(fact.cause),
    }
    if (fact.by === 'wire') return [{ need: 'wire', ...common } as const]
    if (fact.by === 'counters') return [{ need: 'counters', ...common } as const]
    if ((fact.by !== 'table' && fact.by !== 'kernel') || fact.host === 'router') return []
    const ends: readonly End[] = evidence.setting.loopback ? ['client', 'server'] : [fact.host]
    return ends.map((end) => ({ need: statesOf(end), ...common }))
  })
}

/** Where witnesses are held against each other, and one must have missed what another saw. */
function disagreements(evidence: Evidence): Blindness[] {
  const unseen = [
    ...statesUnseen(evidence),
    ...chainsBroken(evidence),
    ...fromNowhere(evidence),
    ...untimely(evidence, ms(20 + latenessOf(evidence))),
  ]
  const states = unseen.map(
    ({ by, end, on, because }): Blindness => ({
      need: statesOf(end),
      missing: { what: 'word', by, on },
      facts: because,
      late: false,
    }),
  )
  const taps = tapsUnseen(evidence, ms(20 + latenessOf(evidence))).map(
    ({ on, because }): Blindness => ({
      need: 'wire',
      missing: { what: 'capture', ...on },
      facts: because,
      late: false,
    }),
  )
  const clocks = arrivedUnsent(evidence, ms(20 + latenessOf(evidence))).map(
    ({ sent }): Blindness => ({
      need: 'wire',
      missing: { what: 'order of captures' },
      facts: [sent],
      late: false,
    }),
  )
  return [...states, ...taps, ...clocks, ...miscounted(evidence)]
}

const miscounted = (evidence: Evidence): Blindness[] =>
  miscounts(evidence).map(({ end, what, counted, shown, because }) => ({
    need: 'wire',
    missing: { what: 'agreement', end, of: what, counted, captured: shown },
    facts: [because],
    late: false,
  }))

/** The table's poller tells at least once a second that it goes on looking. */
const toldEvery = 1000

/** How long the table may go unlooked at before a state could come and go unseen, on a machine that is in time. */
const longestGap = 100

const bearableGap = (evidence: Evidence): Milliseconds => ms(longestGap + 2 * latenessOf(evidence))

/** Stretches in which nobody looked at the table of this end's host; on loopback the server's table is both ends'. */
function unwatched(evidence: Evidence, end: End): Blindness[] {
  const looks = factsOf(evidence, 'poll').filter(({ by, host }) => by === 'table' && host === end)
  const bearable = bearableGap(evidence)
  const gaps = [
    ...looks.filter((look) => look.longestGap > bearable).map((look) => ({ gap: look.longestGap, facts: [look] })),
    ...silences(evidence, looks).filter(({ gap, isLast }) => gap > bearable + (isLast ? 0 : toldEvery)),
  ]
  const [worst] = gaps.toSorted((a, b) => b.gap - a.gap)
  if (!worst) return []
  const ends: readonly End[] = evidence.setting.loopback ? ['client', 'server'] : [end]
  const missing = { what: 'looks', end, gap: ms(worst.gap) } as const
  return ends.map((each) => ({ need: statesOf(each), missing, facts: worst.facts, late: looks.length > 0 }))
}

/** The stretches from the beginning to the first look, between any two, and from the last to the end. */
interface Silence {
  readonly gap: number
  readonly facts: readonly PollFact[]
  /** Its last look belongs to the story: after it the poller tells nothing, and need not be waited for. */
  readonly isLast: boolean
}

function silences(evidence: Evidence, looks: readonly PollFact[]): Silence[] {
  const times = [0, ...looks.map(({ at }) => at), storyEnd(evidence)]
  return times.slice(1).map((at, index) => ({
    gap: at - (times[index] ?? 0),
    facts: looks.slice(index, index + 1),
    isLast: index === looks.length,
  }))
}
