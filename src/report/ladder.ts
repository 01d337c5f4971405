import type { Evidence } from '../evidence.ts'
import { connectionsOf } from '../story/connections.ts'
import { english } from '../words/en.ts'
import { leadersOf } from './ladder/alike.ts'
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
  const drawn = leadersOf(evidence).flatMap(([leader, ...others], index) => {
    const first = connections.find(({ number }) => number === leader)
    if (!first) return []
    const events = eventsOf(evidence, first, { withRest: index === 0, whole })
    const title = connections.length > 1 ? [english.reports.connection(first.number, first.client, first.server)] : []
    const alike = others.length > 0 ? [english.reports.alike(others)] : []
    return [...title, ...drawRows(events, options), ...alike]
  })
  // A run without a connection has something to tell all the same.
  const rest =
    connections.length === 0 ? drawRows(eventsOf(evidence, undefined, { withRest: true, whole }), options) : []
  return [...heading(evidence, options), ...drawn, ...rest]
}
