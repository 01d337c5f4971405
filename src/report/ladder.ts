import type { Evidence } from '../evidence.ts'
import { connectionsOf } from '../story/connections.ts'
import { pathsOf } from '../story/paths.ts'
import { transitsOf } from '../story/transits.ts'
import { type Milliseconds, ms, writeLine } from '../tcp.ts'
import { curves } from './ladder/curve.ts'
import { type DrawOptions, drawRows, heading, type TimedLine } from './ladder/draw.ts'
import { eventsOf } from './ladder/events.ts'
import { foldedRows, rowsOf } from './ladder/rows.ts'
import { wrapped } from './wrapped.ts'

export type { TimedLine }
export type LadderOptions = DrawOptions

/**
 * The run as a ladder: time runs down, each end's states stand in lanes at left and right, segments with numbers
 * relative to the ISNs cross between them, and faults are marked where they strike. A connection that went the same way
 * as one before is named, not drawn again.
 */
export const ladder = (evidence: Evidence, options: LadderOptions): string[] =>
  timedLadder(evidence, options).map(({ line }) => line)

/** The same with the moment at which each of its lines came; where another connection begins, time begins anew. */
export function timedLadder(evidence: Evidence, options: LadderOptions): TimedLine[] {
  const { say } = options
  const connections = connectionsOf(evidence)
  const groups = Map.groupBy(connections, ({ number }) => shapeOf(evidence, number))
  const draw = (connection: (typeof connections)[number] | undefined, withRest: boolean): TimedLine[] => {
    const rows = rowsOf(eventsOf(evidence, connection, { withRest, say }))
    return drawRows(options.whole ? rows : foldedRows(rows), options)
  }
  const drawn = [...groups.values()].flatMap((alike, index) => {
    const [first] = alike
    if (!first) return []
    const lines = draw(first, index === 0)
    const title = connections.length > 1 ? [say.reports.connection(first.number, first.client, first.server)] : []
    const numbers = alike.slice(1).map(({ number }) => number)
    const others = numbers.length > 0 ? [say.reports.alike(numbers)] : []
    const after = [...curves(evidence, first, options), ...within(others, options)]
    return [...at(lines[0]?.at, within(title, options)), ...lines, ...at(lines.at(-1)?.at, after)]
  })
  // A run without a connection has something to tell all the same.
  const rest = connections.length === 0 ? draw(undefined, true) : []
  return [...at(ms(0), heading(evidence, options)), ...drawn, ...rest]
}

const within = (lines: readonly string[], { width }: LadderOptions): string[] =>
  lines.length === 0 ? [] : wrapped(lines, Math.max(40, width), { hard: true }).split('\n')

const at = (moment: Milliseconds | undefined, lines: readonly string[]): TimedLine[] =>
  lines.map((line) => ({ at: moment ?? ms(0), line }))

/** What makes two connections look alike: their segments and their states, not their times. */
function shapeOf(evidence: Evidence, number: number): string {
  const segments = transitsOf(evidence).filter(({ connection }) => connection.number === number)
  const paths = pathsOf(evidence).filter(({ connection }) => connection?.number === number)
  return JSON.stringify([
    segments.map(({ relative }) => writeLine(relative)),
    paths.map(({ steps }) => steps.map(({ state }) => state)),
  ])
}
