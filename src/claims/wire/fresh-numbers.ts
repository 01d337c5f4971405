import { type Claim, fails, holds, lacks, makeClaim } from '../../claim.ts'
import type { End } from '../../evidence.ts'
import type { FindingOf } from '../../finding.ts'
import { connectionsOf } from '../../story/connections.ts'
import type { SequenceNumber } from '../../tcp.ts'

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
      if (connections.length < least)
        return lacks(
          { kind: 'count', of: 'connections', number: least },
          { kind: 'numbers', numbers: [connections.length] },
        )
      const numbers = (end: End) => connections.flatMap(({ isn }) => isn[end] ?? [])
      for (const end of ['client', 'server'] as const) {
        const how = regularity(numbers(end), least)
        if (how) return fails({ kind: 'random ISNs', end }, { kind: 'regular ISNs', how, numbers: numbers(end) })
      }
      const shared = numbers('client').find((isn) => numbers('server').includes(isn))
      if (shared !== undefined) return fails('independent ISNs', { kind: 'shared ISN', isn: shared })
      return holds([], { kind: 'spread of ISNs', client: range(numbers('client')), server: range(numbers('server')) })
    },
  })
}

function regularity(numbers: readonly SequenceNumber[], least: number): FindingOf<'regular ISNs'>['how'] | undefined {
  if (numbers.length < least) return 'too few'
  if (new Set(numbers).size < numbers.length) return 'one twice'
  const sorted = numbers.toSorted((a, b) => a - b)
  const gaps = sorted.map((isn, index) =>
    index === 0 ? isn + circle - (sorted.at(-1) ?? 0) : isn - (sorted[index - 1] ?? 0),
  )
  return circle - Math.max(...gaps) < circle / 16 ? 'close together' : undefined
}

const range = (numbers: readonly SequenceNumber[]) => [Math.min(...numbers), Math.max(...numbers)] as const
