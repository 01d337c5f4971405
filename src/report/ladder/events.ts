import { type End, type Evidence, factsOf } from '../../evidence.ts'
import type { Connection } from '../../story/connections.ts'
import { framesAt, writeFrame } from '../../story/frames.ts'
import { pathsOf } from '../../story/paths.ts'
import { transitsOf } from '../../story/transits.ts'
import type { Frame, Milliseconds, State } from '../../tcp.ts'
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

/** What happened on one connection, in the order of time; `withRest` adds what belongs to none: the listener, the faults. */
export function eventsOf(
  evidence: Evidence,
  connection: Connection | undefined,
  { withRest, say }: { readonly withRest: boolean; readonly say: Speaker },
): LadderEvent[] {
  const transits = transitsOf(evidence).filter((transit) => transit.connection.number === connection?.number)
  const paths = pathsOf(evidence).filter(
    (path) => (connection && path.connection?.number === connection.number) || (withRest && !path.connection),
  )
  const states = paths.flatMap(({ end, steps }) =>
    steps.map(({ state, at }): LadderEvent => ({ kind: 'state', at, end, state })),
  )
  const rest = withRest ? restOf(evidence, say) : []
  const end = evidence.facts.at(-1)?.at
  const ending: LadderEvent[] = end === undefined ? [] : [{ kind: 'note', at: end, text: say.reports.recordEnds }]
  return [...transits.flatMap((transit) => segmentEvents(evidence, transit)), ...states, ...rest, ...ending].sort(
    (a, b) => a.at - b.at || order(a) - order(b),
  )
}

/** Of things at one moment the segment comes first, for it is what the states follow from. */
const order = ({ kind }: LadderEvent): number => (kind === 'segment' ? 0 : 1)

function restOf(evidence: Evidence, say: Speaker): LadderEvent[] {
  const faults = factsOf(evidence, 'fault').map(
    (fault): LadderEvent => ({ kind: 'fault', at: fault.at, text: `⚑ ${say.fault(fault)}` }),
  )
  const deeds = factsOf(evidence, 'program').filter(({ deed }) => deed !== 'started')
  const notes = deeds.map(
    (fact): LadderEvent => ({
      kind: 'note',
      at: fact.at,
      text: oneLine(say.reports.program(fact.host, say.deed(fact))),
    }),
  )
  return [...faults, ...notes, ...framesOf(evidence)]
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
