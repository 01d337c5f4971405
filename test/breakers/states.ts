import type { End, Evidence, Fact, SampleFact } from '../../src/evidence.ts'
import { type Connection, connectionsOf, seenFrom, spanAt } from '../../src/story/connections.ts'
import { storyEnd } from '../../src/story/end.ts'
import { leftAt, type Path, pathAt, type Step } from '../../src/story/paths.ts'
import { looksAt, transitionsOf } from '../../src/story/polls.ts'
import { transitsOf } from '../../src/story/transits.ts'
import { carries, edges, ms, type State, states } from '../../src/tcp.ts'
import { added, altered, removed } from '../mutations/mutation.ts'
import { type BreakersOf, halved, needed } from './breaker.ts'

interface Of {
  readonly end: End
  readonly connection: number
}

export const ofStates: BreakersOf<
  | 'passes'
  | 'reaches'
  | 'never'
  | 'foretells'
  | 'stays'
  | 'lasts'
  | 'restarts'
  | 'isShownIn'
  | 'showsTimer'
  | 'opensByCookie'
  | 'endsAfterFin'
  | 'adapts'
> = {
  /** It took a way round. */
  passes: ({ of, through }, record) => {
    const { state: from, at } = turning(record, of)
    return withDetour(record, of, { from, to: astray(from, through), at })
  },

  reaches: ({ of, state }, record) => {
    const shown = new Set(shownAs(record, of, state))
    return removed(record, (fact) => shown.has(fact))
  },

  never: ({ of, state }, record) => {
    const { state: from, at } = turning(record, of)
    return withDetour(record, of, { from, to: state, at })
  },

  /** One look shows a timer that runs for ten seconds longer than the socket is there. */
  foretells: ({ of, state }, record) => {
    const one = needed(
      looks(record, of, state).findLast(({ timer, by }) => timer && by === 'netstat'),
      'look',
    )
    return withTimer(record, [one], (left) => left + 10_000)
  },

  stays: ({ of, state, time }, record) => {
    const { from, until } = spanIn(record, of, state)
    // Held for longer than is said, it takes more than a half to fall short.
    return until - from < 2 * time ? halved(record, from, until) : halved(record, from, until - (until - from - time))
  },

  lasts: ({ of, state }, record) => {
    const { from, until } = spanIn(record, of, state)
    return halved(record, from, until)
  },

  /** The timer goes on as if the FIN had not come again. */
  restarts: ({ of, state }, record) => {
    const { from } = spanIn(record, of, state)
    const again = needed(
      transitsOf(record).find(
        ({ connection, speaker, segment, repeats, arrived }) =>
          connection.number === of.connection &&
          speaker !== of.end &&
          carries(segment, 'F') &&
          repeats !== undefined &&
          arrived,
      )?.arrived,
      'FIN that came again',
    )
    const after = looks(record, of, state).filter(({ at, within }) => at - within > again.at)
    return withTimer(record, after, (left) => left - (again.at - from))
  },

  /** It ends as if the last FIN had not come. */
  endsAfterFin: ({ of, state }, record) => {
    const { until } = spanIn(record, of, state)
    const last = transitsOf(record).findLast(
      ({ connection, speaker, segment, arrived }) =>
        connection.number === of.connection && speaker !== of.end && carries(segment, 'F') && arrived,
    )
    return halved(record, needed(last?.arrived, 'FIN').at, until)
  },

  /** netstat looked, and did not print it. */
  isShownIn: ({ of, states: [first = 'CLOSED'] }, record) => {
    const printed = new Set<Fact>(looks(record, of, first).filter(({ by }) => by === 'netstat'))
    return removed(record, (fact) => printed.has(fact))
  },

  /** netstat showed the socket without its timer. */
  showsTimer: ({ of, state }, record) => {
    const shown = new Set<Fact>(looks(record, of, state).filter(({ by }) => by === 'netstat'))
    return altered(record, (fact) => {
      if (fact.kind !== 'sample' || !shown.has(fact)) return [fact]
      const { timer: _, ...rest } = fact
      return [rest]
    })
  },

  /** The table showed a request while the SYN+ACK was out. */
  opensByCookie: ({ of }, record) => {
    const synAck = needed(
      transitsOf(record).find(
        ({ connection, speaker, segment }) =>
          connection.number === of.connection && speaker === of.end && segment.flags === 'S.',
      ),
      'SYN+ACK',
    )
    const ends = seenFrom(of.end, connectionIn(record, of))
    const seen = { host: of.end, by: 'table', at: ms(synAck.sent.at + 1), within: ms(1) } as const
    return added(record, { kind: 'sample', ...seen, ...ends, state: 'SYN-RECEIVED' })
  },

  /** The window stayed as it was at first, whatever was lost. */
  adapts: ({ of }, record) => {
    const seen = looksAt(record, of.end, connectionIn(record, of)).filter(({ congestion }) => congestion)
    const first = needed(seen[0]?.congestion, 'look at the window')
    const all = new Set<Fact>(seen)
    return altered(record, (fact) => [fact.kind === 'sample' && all.has(fact) ? { ...fact, congestion: first } : fact])
  },
}

const connectionIn = (record: Evidence, { connection }: Of): Connection =>
  needed(connectionsOf(record)[connection - 1], `connection ${connection}`)

const pathIn = (record: Evidence, { end, connection }: Of): Path =>
  needed(pathAt(record, end, connection), `path of the ${end}`)

const looks = (record: Evidence, of: Of, state: State): SampleFact[] =>
  looksAt(record, of.end, connectionIn(record, of)).filter((fact) => fact.state === state)

/** Whoever looked at the kernel and saw the state. */
const shownAs = (record: Evidence, of: Of, state: State): Fact[] => [
  ...looks(record, of, state),
  ...transitionsOf(record, of.end, connectionIn(record, of)).filter(({ to }) => to === state),
]

function spanIn(record: Evidence, of: Of, state: State): { from: number; until: number } {
  const path = pathIn(record, of)
  const step: Step = needed(
    path.steps.find((each) => each.state === state),
    `stretch in ${state}`,
  )
  return { from: step.at, until: leftAt(path, step) ?? endIn(record, of) }
}

/** When the record ends, or the next connection between the same pair begins. */
const endIn = (record: Evidence, of: Of): number =>
  Math.min(storyEnd(record), spanAt(record, of.end, connectionIn(record, of)).until)

/** A state into which the diagram leads from this one, or any other, that is none of these. */
function astray(from: State, known: readonly State[]): State {
  const near = edges.filter((edge) => edge.from === from).map(({ to }) => to)
  return needed(
    [...near, ...states.toReversed()].find(
      (state) => state !== 'CLOSED' && state !== 'LISTEN' && !known.includes(state),
    ),
    'other state',
  )
}

/** The middle of the last state of which the kernel can tell that the socket left it for another; of the small ones it tells nothing. */
function turning(record: Evidence, of: Of): { state: State; at: number } {
  const path = pathIn(record, of)
  const steps = path.steps.filter(({ state }) => state !== 'CLOSED')
  const told = steps.filter(({ state, because }) =>
    because.some((fact) => fact.kind === 'transition' && fact.to === state),
  )
  const step = needed(told.at(-1) ?? steps.at(-1), 'state')
  return { state: step.state, at: (step.at + (leftAt(path, step) ?? endIn(record, of))) / 2 }
}

/** The socket goes into another state and then on as it did, as the table shows and, where it is there, the kernel tells. */
function withDetour(record: Evidence, of: Of, { from, to, at }: { from: State; to: State; at: number }): Evidence {
  const ends = seenFrom(of.end, connectionIn(record, of))
  const seen = { host: of.end, ...ends, at: ms(at) }
  const shown: Fact = { kind: 'sample', ...seen, within: ms(1), by: 'table', state: to }
  const told = transitionsOf(record, of.end, connectionIn(record, of))
  const before = told.findLast((fact) => fact.at <= at)
  if (!before) return added(record, shown)
  const after = told.find((fact) => fact.at > at)
  const detour: Fact = { ...before, ...seen, from, to }
  return added(
    altered(record, (fact) => [after !== undefined && fact === after ? { ...after, from: to } : fact]),
    detour,
    shown,
  )
}

function withTimer(record: Evidence, those: readonly SampleFact[], leftOf: (left: number) => number): Evidence {
  const chosen = new Set<Fact>(those)
  return altered(record, (fact) =>
    fact.kind === 'sample' && fact.timer && chosen.has(fact)
      ? [{ ...fact, timer: { ...fact.timer, left: ms(leftOf(fact.timer.left)) } }]
      : [fact],
  )
}
