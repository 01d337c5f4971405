import { type Claim, fails, holds, lacks, makeClaim } from '../../claim.ts'
import type { PrintedFact } from '../../evidence/printed.ts'
import { type Evidence, factsOf } from '../../evidence.ts'
import { connectionsOf } from '../../story/connections.ts'
import { addressOf, type Endpoint, portOf } from '../../tcp.ts'
import { fitsPrinted, type Letters, type PrintedLine, readPrinted, readPrintedLines } from './printed-line.ts'

/**
 * tcpdump's own lines of the connection are these, in this order: its flags, and its absolute numbers in letters that each
 * stand for the number at which they are met first.
 */
export function prints(text: string, which: number): Claim {
  const lines = readPrintedLines(text)
  return makeClaim({
    states: { verb: 'prints', of: { connection: which }, lines: lines.map((line) => line.text) },
    needs: ['wire'],
    judge(evidence) {
      const printed = printedOf(evidence, which)
      const letters: Letters = new Map()
      for (const [index, line] of lines.entries()) {
        const fact = printed[index]
        const wanted = { kind: 'printed line', line: line.text } as const
        if (!fact) return lacks(wanted, 'no further segment', printed.slice(-1))
        if (!fits(evidence, which, line, fact, letters))
          return fails(wanted, { kind: 'printed line', line: fact.line }, [fact])
      }
      const more = printed[lines.length]
      if (!more) return holds(printed)
      return fails({ kind: 'printed line' }, { kind: 'printed line', line: more.line }, [more])
    },
  })
}

/** As tcpdump writes an endpoint: the port after a dot. */
const dotted = (at: Endpoint): string => `${addressOf(at)}.${portOf(at)}`

function printedOf(evidence: Evidence, which: number): PrintedFact[] {
  const connection = connectionsOf(evidence).find(({ number }) => number === which)
  if (!connection) return []
  const [client, server] = [dotted(connection.client), dotted(connection.server)]
  const pairs = [` ${client} > ${server}: `, ` ${server} > ${client}: `]
  return factsOf(evidence, 'printed').filter(
    ({ line, at }) => at >= connection.from - 1 && at < connection.until && pairs.some((pair) => line.includes(pair)),
  )
}

function fits(
  evidence: Evidence,
  which: number,
  wanted: PrintedLine,
  { line }: PrintedFact,
  letters: Letters,
): boolean {
  const printed = readPrinted(line)
  const connection = connectionsOf(evidence).find(({ number }) => number === which)
  if (!printed || !connection || printed.from !== dotted(connection[wanted.speaker])) return false
  return fitsPrinted(wanted, printed, letters)
}
