import type { Evidence } from '../evidence.ts'
import { connectionsOf } from '../story/connections.ts'
import { type Milliseconds, ms } from '../tcp.ts'
import { leadersOf } from './ladder/alike.ts'
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
  const { whole = false } = options
  const draw = (connection: (typeof connections)[number] | undefined, withRest: boolean): TimedLine[] => {
    const rows = rowsOf(eventsOf(evidence, connection, { withRest, whole, say }))
    return drawRows(whole ? rows : foldedRows(rows), options)
  }
  const drawn = leadersOf(evidence).flatMap(([leader, ...others], index) => {
    const first = connections.find(({ number }) => number === leader)
    if (!first) return []
    const lines = draw(first, index === 0)
    const title = connections.length > 1 ? [say.reports.connection(first.number, first.client, first.server)] : []
    const alike = others.length > 0 ? [say.reports.alike(others)] : []
    const after = [...curves(evidence, first, options), ...within(alike, options)]
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
