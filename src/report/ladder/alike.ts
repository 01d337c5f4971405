import type { Evidence } from '../../evidence.ts'
import { connectionsOf } from '../../story/connections.ts'
import { pathsOf } from '../../story/paths.ts'
import { transitsOf } from '../../story/transits.ts'
import { writeLine } from '../../tcp.ts'

/** The connections' numbers, those together that went the same way; the first of each is drawn. */
export function leadersOf(evidence: Evidence): ReadonlyArray<readonly number[]> {
  const segments = Map.groupBy(transitsOf(evidence), ({ connection }) => connection.number)
  const paths = Map.groupBy(pathsOf(evidence), ({ connection }) => connection?.number)
  // What makes two connections look alike: their segments and their states, not their times.
  const shapeOf = (number: number): string =>
    JSON.stringify([
      (segments.get(number) ?? []).map(({ relative }) => writeLine(relative)),
      (paths.get(number) ?? []).map(({ steps }) => steps.map(({ state }) => state)),
    ])
  const groups = Map.groupBy(connectionsOf(evidence), ({ number }) => shapeOf(number))
  return [...groups.values()].map((alike) => alike.map(({ number }) => number))
}
