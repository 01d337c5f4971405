import { describe, expect, it } from 'vitest'
import type { Evidence, Fact } from '../../src/evidence.ts'
import { factsOf } from '../../src/evidence.ts'
import { words } from '../../src/lab.ts'
import { addressOf, ms, portOf } from '../../src/tcp.ts'
import { recorded } from '../fixtures.ts'
import { blinded, judged, outcome } from '../records.ts'

const record = recorded('close-wait')

/** What tcpdump would print of the segments that the server's host saw. */
const printed: readonly Fact[] = factsOf(record, 'segment')
  .filter(({ host }) => host === 'server')
  .map(({ segment: { from, to, flags, seq, ack, length }, at }) => {
    const dotted = (end: typeof from) => `${addressOf(end)}.${portOf(end)}`
    const range =
      flags.includes('S') || flags.includes('F') || length > 0
        ? ` seq ${seq}${length > 0 ? `:${seq + length}` : ''},`
        : ''
    const acked = flags.includes('.') ? ` ack ${ack},` : ''
    const line = `IP ${dotted(from)} > ${dotted(to)}: Flags [${flags}],${range}${acked} win 64, length ${length}`
    return { kind: 'printed', at, within: ms(0.01), host: 'server', by: 'wire', line }
  })

const having = (facts: readonly Fact[]): Evidence => ({ ...record, facts: [...record.facts, ...facts] })

const claim = words.wire.prints`
  client > [S]  seq x
  server > [S.] seq y   ack x+1
  client > [.]          ack y+1
  client > [F.] seq x+1 ack y+1
  server > [.]          ack x+2
`

describe('prints', () => {
  it('holds of the lines that tcpdump printed, with their arithmetic', () =>
    expect(outcome(claim, having(printed))).toBe('holds'))

  it('fails of other arithmetic, of a line less and of a line more', () => {
    const [first, ...others] = printed
    expect(
      outcome(
        words.wire.prints`client > [S] seq x
      server > [S.] seq x`,
        having(printed),
      ),
    ).toBe('fails')
    expect(outcome(claim, having(others))).toBe('fails')
    expect(outcome(claim, having([...printed, ...(first ? [first] : [])]))).toBe('fails')
  })

  it('fails where tcpdump has printed nothing', () => expect(outcome(claim, record)).toBe('fails'))

  it('fails of what the other end sent', () => {
    const swapped = printed.map((fact) =>
      fact.kind === 'printed' ? { ...fact, line: fact.line.replace(/^IP (\S+) > (\S+):/, 'IP $2 > $1:') } : fact,
    )
    expect(outcome(claim, having(swapped))).toBe('fails')
  })

  it('is unknown where the capture was blind', () =>
    expect(judged(claim, blinded(having(printed), 'wire', 'server'))).toBe('unknown'))
})
