import { type End, type Evidence, factsOf, type ProgramFact } from '../../evidence.ts'
import type { Connection } from '../../story/connections.ts'
import { storyEnd } from '../../story/end.ts'
import { framesBeside, shortFrame } from '../../story/frames.ts'
import { pathsOf } from '../../story/paths.ts'
import { transitsOf } from '../../story/transits.ts'
import type { Milliseconds, State } from '../../tcp.ts'
import type { Speaker } from '../../words.ts'
import { oneLine } from '../printable.ts'
import { type SegmentEvent, segmentEvents } from './segments.ts'

/** Something that gets a row of the ladder. */
export type LadderEvent =
  | SegmentEvent
  | ({ readonly at: Milliseconds } & (
      | { readonly kind: 'state'; readonly end: End; readonly state: State }
      | { readonly kind: 'fault' | 'note'; readonly text: string }
    ))

/**
 * What happened on one connection, in the order of time; `withRest` adds what belongs to none: the listener, the faults, what
 * programs print, of much of which only the first and the last is shown unless `whole` is said.
 */
export function eventsOf(
  evidence: Evidence,
  connection: Connection | undefined,
  { withRest, whole, say }: { readonly withRest: boolean; readonly whole: boolean; readonly say: Speaker },
): LadderEvent[] {
  const transits = transitsOf(evidence).filter((transit) => transit.connection.number === connection?.number)
  const paths = pathsOf(evidence).filter(
    (path) => (connection && path.connection?.number === connection.number) || (withRest && !path.connection),
  )
  const states = paths.flatMap(({ end, steps }) =>
    steps.map(({ state, at }): LadderEvent => ({ kind: 'state', at, end, state })),
  )
  const rest = withRest ? restOf(evidence, { whole, say }) : []
  const ending: LadderEvent[] =
    factsOf(evidence, 'end').length === 0
      ? []
      : [{ kind: 'note', at: storyEnd(evidence), text: say.reports.recordEnds }]
  return [...transits.flatMap((transit) => segmentEvents(evidence, transit)), ...states, ...rest, ...ending].sort(
    (a, b) => a.at - b.at || order(a) - order(b),
  )
}

/** Of things at one moment the segment comes first, for it is what the states follow from. */
const order = ({ kind }: LadderEvent): number => (kind === 'segment' ? 0 : 1)

interface Telling {
  readonly whole: boolean
  readonly say: Speaker
}

function restOf(evidence: Evidence, { whole, say }: Telling): LadderEvent[] {
  const faults = factsOf(evidence, 'fault').map(
    (fault): LadderEvent => ({ kind: 'fault', at: fault.at, text: oneLine(`⚑ ${say.fault(fault)}`) }),
  )
  const deeds = factsOf(evidence, 'program').filter(({ deed }) => deed !== 'started')
  const printed = ends.flatMap((end) =>
    printedBy(
      end,
      deeds.filter((fact) => fact.host === end && isPrinted(fact)),
      { whole, say },
    ),
  )
  return [
    ...faults,
    ...deeds.filter((fact) => !isPrinted(fact)).map((fact) => noteOf(fact, say)),
    ...printed,
    ...framesOf(evidence),
  ]
}

const ends = ['client', 'server'] as const
const isPrinted = ({ deed }: ProgramFact): boolean => deed === 'said' || deed === 'complained'

const noteOf = (fact: ProgramFact, say: Speaker): LadderEvent => ({
  kind: 'note',
  at: fact.at,
  text: oneLine(say.reports.program(fact.host, say.deed(fact))),
})

/** So many lines are shown of where a program that prints much begins, and of where it ends. */
const shownOfMuch = 8

function printedBy(end: End, lines: readonly ProgramFact[], { whole, say }: Telling): LadderEvent[] {
  const hidden = lines.length - 2 * shownOfMuch
  const next = lines[shownOfMuch]
  if (whole || hidden < 3 || !next) return lines.map((fact) => noteOf(fact, say))
  return [
    ...lines.slice(0, shownOfMuch).map((fact) => noteOf(fact, say)),
    { kind: 'note', at: next.at, text: say.reports.moreLines(end, hidden) },
    ...lines.slice(-shownOfMuch).map((fact) => noteOf(fact, say)),
  ]
}

function framesOf(evidence: Evidence): LadderEvent[] {
  return framesBeside(evidence).map(
    (fact): LadderEvent => ({ kind: 'note', at: fact.at, text: oneLine(shortFrame(evidence, fact)) }),
  )
}
