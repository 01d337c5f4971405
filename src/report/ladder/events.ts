import { type End, type Evidence, type FaultMatch, factsOf, type ProgramFact } from '../../evidence.ts'
import type { Connection } from '../../story/connections.ts'
import { framesAt, writeFrame } from '../../story/frames.ts'
import { pathsOf } from '../../story/paths.ts'
import { type Transit, transitsOf } from '../../story/transits.ts'
import { type Frame, type Milliseconds, type State, withoutHints, writeSegment } from '../../tcp.ts'
import { english } from '../../words/en.ts'
import { oneLine } from '../printable.ts'

/** Something that gets a row of the ladder. */
export type LadderEvent = { readonly at: Milliseconds } & (
  | {
      readonly kind: 'segment'
      readonly from: End
      readonly text: string
      readonly fate: 'arrives' | 'is held' | 'is lost' | 'is released'
    }
  | { readonly kind: 'state'; readonly end: End; readonly state: State }
  | { readonly kind: 'fault' | 'note'; readonly text: string }
)

/** A segment that takes longer than this from end to end was kept on its way: links of the labs take a tenth of it. */
const heldLonger = 5

/**
 * What happened on one connection, in the order of time; `withRest` adds what belongs to none: the listener, the faults, what
 * programs print, of much of which only the first and the last is shown unless `whole` is said.
 */
export function eventsOf(
  evidence: Evidence,
  connection: Connection | undefined,
  { withRest, whole }: { readonly withRest: boolean; readonly whole: boolean },
): LadderEvent[] {
  const transits = transitsOf(evidence).filter((transit) => transit.connection.number === connection?.number)
  const paths = pathsOf(evidence).filter(
    (path) => (connection && path.connection?.number === connection.number) || (withRest && !path.connection),
  )
  const states = paths.flatMap(({ end, steps }) =>
    steps.map(({ state, at }): LadderEvent => ({ kind: 'state', at, end, state })),
  )
  const rest = withRest ? restOf(evidence, whole) : []
  const end = evidence.facts.at(-1)?.at
  const ending: LadderEvent[] = end === undefined ? [] : [{ kind: 'note', at: end, text: english.reports.recordEnds }]
  return [...transits.flatMap((transit) => segmentEvents(evidence, transit)), ...states, ...rest, ...ending].sort(
    (a, b) => a.at - b.at || order(a) - order(b),
  )
}

/** Of things at one moment the segment comes first, for it is what the states follow from. */
const order = ({ kind }: LadderEvent): number => (kind === 'segment' ? 0 : 1)

function segmentEvents(evidence: Evidence, transit: Transit): LadderEvent[] {
  const { sent, arrived, speaker, relative, stoppedAtRouter } = transit
  const segment = { kind: 'segment', from: speaker, text: writeSegment(relative) } as const
  if (!arrived)
    return [
      { ...segment, at: sent.at, fate: stoppedAtRouter && !isStillHeld(evidence, transit) ? 'is lost' : 'is held' },
    ]
  if (arrived.at - sent.at <= heldLonger) return [{ ...segment, at: sent.at, fate: 'arrives' }]
  return [
    { ...segment, at: sent.at, fate: 'is held' },
    { ...segment, at: arrived.at, fate: 'is released' },
  ]
}

/** The router was told to hold such segments, not to lose them, and did so to the end. */
function isStillHeld(evidence: Evidence, { speaker, relative, sent }: Transit): boolean {
  const flags = withoutHints(relative.flags)
  const verbs = factsOf(evidence, 'fault')
    .filter(({ deed, at }) => deed === 'set' && at < sent.at)
    .filter(({ match }) => match && means(match, speaker, flags))
    .map(({ verb }) => verb)
  return verbs.includes('hold') && !verbs.includes('lose')
}

const means = (match: FaultMatch, speaker: End, flags: string): boolean =>
  match.protocol === undefined && match.from === speaker && (match.flags === undefined || match.flags === flags)

function restOf(evidence: Evidence, whole: boolean): LadderEvent[] {
  const faults = factsOf(evidence, 'fault').map(
    (fault): LadderEvent => ({ kind: 'fault', at: fault.at, text: `⚑ ${english.fault(fault)}` }),
  )
  const deeds = factsOf(evidence, 'program').filter(({ deed }) => deed !== 'started')
  const printed = ends.flatMap((end) =>
    printedBy(
      end,
      deeds.filter((fact) => fact.host === end && isPrinted(fact)),
      whole,
    ),
  )
  return [...faults, ...deeds.filter((fact) => !isPrinted(fact)).map(noteOf), ...printed, ...framesOf(evidence)]
}

const ends = ['client', 'server'] as const
const isPrinted = ({ deed }: ProgramFact): boolean => deed === 'said' || deed === 'complained'

const noteOf = (fact: ProgramFact): LadderEvent => ({
  kind: 'note',
  at: fact.at,
  text: oneLine(english.reports.program(fact.host, english.deed(fact))),
})

/** So many lines are shown of where a program that prints much begins, and of where it ends. */
const shownOfMuch = 8

function printedBy(end: End, lines: readonly ProgramFact[], whole: boolean): LadderEvent[] {
  const hidden = lines.length - 2 * shownOfMuch
  const next = lines[shownOfMuch]
  if (whole || hidden < 3 || !next) return lines.map(noteOf)
  return [
    ...lines.slice(0, shownOfMuch).map(noteOf),
    { kind: 'note', at: next.at, text: english.reports.moreLines(end, hidden) },
    ...lines.slice(-shownOfMuch).map(noteOf),
  ]
}

/** What the links carry besides TCP: questions for a MAC, ICMP, datagrams; each where its sender's or the nearer link saw it. */
function framesOf(evidence: Evidence): LadderEvent[] {
  return (['client', 'server'] as const).flatMap((end) =>
    framesAt(evidence, end)
      .filter(({ frame }) => frame.flags === undefined && isTold(evidence, end, frame))
      .map(
        ({ at, frame }): LadderEvent => ({
          kind: 'note',
          at,
          text: oneLine(writeFrame(evidence, frame)).replace(/^\w+ > \w+ (?=IP)/, ''),
        }),
      ),
  )
}

/** What crosses both links is told once, where it began. */
function isTold({ setting }: Evidence, end: End, { ip, neighbour }: Frame): boolean {
  if (neighbour || !ip) return true
  return (setting.names?.[ip.source] === 'server' ? 'server' : 'client') === end
}
