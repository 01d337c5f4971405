import { type Claim, fails, holds, lacks, makeClaim } from '../claim.ts'
import { connectionsOf } from '../evidence/connections.ts'
import type { End } from '../evidence.ts'
import type { SequenceNumber } from '../tcp.ts'

const circle = 2 ** 32

/**
 * Each connection has an ISN of its own at both ends, with nothing regular about it (RFC 9293 section 3.4.1, RFC 6528).
 * Random numbers lie anywhere on the circle, those of a counter close together: the claim is that no sixteenth of the
 * circle holds all of an end's. Eight random ones fail it once in 33 million runs: 8 / 16^7.
 */
export function freshNumbers(least: number): Claim {
  return makeClaim({
    states: { verb: 'hasFreshNumbers', connections: least },
    needs: ['wire'],
    judge(evidence) {
      const connections = connectionsOf(evidence)
      if (connections.length < least) return lacks(`${least} connections`, `${connections.length}`)
      const numbers = (end: End) => connections.flatMap(({ isn }) => isn[end] ?? [])
      for (const end of ['client', 'server'] as const) {
        const wrong = regularity(numbers(end), least)
        if (wrong) return fails(`random ISNs of the ${end}`, `${wrong}: ${numbers(end).join(', ')}`)
      }
      const shared = numbers('client').find((isn) => numbers('server').includes(isn))
      if (shared !== undefined) return fails('ISNs independent at the two ends', `both used ${shared}`)
      return holds([], `client ${range(numbers('client'))}; server ${range(numbers('server'))}`)
    },
  })
}

function regularity(numbers: readonly SequenceNumber[], least: number): string | undefined {
  if (numbers.length < least) return `only ${numbers.length} seen`
  if (new Set(numbers).size < numbers.length) return 'one was used twice'
  const sorted = numbers.toSorted((a, b) => a - b)
  const gaps = sorted.map((isn, index) =>
    index === 0 ? isn + circle - (sorted.at(-1) ?? 0) : isn - (sorted[index - 1] ?? 0),
  )
  return circle - Math.max(...gaps) < circle / 16 ? 'all lie within a sixteenth of the number space' : undefined
}

const range = (numbers: readonly SequenceNumber[]): string => `${Math.min(...numbers)} to ${Math.max(...numbers)}`
