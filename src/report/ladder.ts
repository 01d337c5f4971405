import type { Evidence } from '../evidence.ts'
import { connectionsOf } from '../story/connections.ts'
import { pathsOf } from '../story/paths.ts'
import { transitsOf } from '../story/transits.ts'
import { writeLine } from '../tcp.ts'
import { english } from '../words/en.ts'
import { eventsOf } from './ladder/events.ts'
import { drawRows, heading } from './ladder/rows.ts'

export interface LadderOptions {
  /** Columns; 80 is the least that everything fits in. */
  readonly width: number
  readonly colors: boolean
  /** Every segment, where otherwise long stretches of nothing but segments are shortened. */
  readonly whole?: boolean
}

/**
 * The run as a ladder: time runs down, each end's states stand in lanes at left and right, segments with numbers
 * relative to the ISNs cross between them, and faults are marked where they strike. A connection that went the same way
 * as one before is named, not drawn again.
 */
export function ladder(evidence: Evidence, options: LadderOptions): string[] {
  const { whole = false } = options
  const connections = connectionsOf(evidence)
  const groups = Map.groupBy(connections, ({ number }) => shapeOf(evidence, number))
  const drawn = [...groups.values()].flatMap((alike, index) => {
    const [first] = alike
    if (!first) return []
    const events = eventsOf(evidence, first, { withRest: index === 0, whole })
    const title = connections.length > 1 ? [english.reports.connection(first.number, first.client, first.server)] : []
    const numbers = alike.slice(1).map(({ number }) => number)
    const others = numbers.length > 0 ? [english.reports.alike(numbers)] : []
    return [...title, ...drawRows(events, options), ...others]
  })
  // A run without a connection has something to tell all the same.
  const rest =
    connections.length === 0 ? drawRows(eventsOf(evidence, undefined, { withRest: true, whole }), options) : []
  return [...heading(evidence, options), ...drawn, ...rest]
}

/** What makes two connections look alike: their segments and their states, not their times. */
function shapeOf(evidence: Evidence, number: number): string {
  const segments = transitsOf(evidence).filter(({ connection }) => connection.number === number)
  const paths = pathsOf(evidence).filter(({ connection }) => connection?.number === number)
  return JSON.stringify([
    segments.map(({ relative }) => writeLine(relative)),
    paths.map(({ steps }) => steps.map(({ state }) => state)),
  ])
}
