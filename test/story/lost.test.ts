import { describe, expect, it } from 'vitest'
import type { Evidence, Fact } from '../../src/evidence.ts'
import { connectionsOf } from '../../src/story/connections.ts'
import { transferOf } from '../../src/story/curves.ts'
import { isLost } from '../../src/story/lost.ts'
import { transitsOf } from '../../src/story/transits.ts'
import { ms } from '../../src/tcp.ts'
import { recorded } from '../fixtures.ts'
import { adding, change } from '../records.ts'

/** The client's FIN, its last segment, goes no farther than into the router; the line toward the server is so narrow. */
function stopping(rate: string, name = 'close-wait', flags = ['F.']): Evidence {
  const stopped = change(recorded(name), (fact) =>
    fact.kind === 'segment' &&
    flags.includes(fact.segment.flags) &&
    (fact.host === 'server' || (fact.host === 'router' && fact.direction === 'out'))
      ? []
      : [fact],
  )
  const narrow: Fact = {
    ...({ kind: 'fault', at: ms(1), within: ms(0), host: 'router', by: 'network' } as const),
    ...({ fault: 'narrow-1', deed: 'set', struck: 0, verb: 'narrow', toward: 'server', rate, queue: 30_000 } as const),
  }
  return adding(stopped, narrow)
}

const fate = (record: Evidence) => {
  const fin = transitsOf(record).find(({ segment }) => segment.flags === 'F.')
  return fin && { stopped: fin.stoppedAtRouter, lost: isLost(record, fin) }
}

describe('what stopped in the router', () => {
  it('was lost where the line would have taken it long before the end', () =>
    expect(fate(stopping('1mbit'))).toEqual({ stopped: true, lost: true }))

  it('may wait there still where the story ended before its turn', () =>
    expect(fate(stopping('10kbit'))).toEqual({ stopped: true, lost: false }))

  it('was lost where a later one left', () => {
    const record = stopping('10kbit')
    const late = change(record, (fact) => {
      if (fact.kind !== 'segment' || fact.segment.flags !== '.' || fact.segment.to === fact.segment.from) return [fact]
      const isClients = transitsOf(record).some(({ speaker, taps }) => speaker === 'client' && taps.includes(fact))
      return isClients ? [{ ...fact, at: ms(fact.at + 1500) }] : [fact]
    })
    const sorted = { ...late, facts: late.facts.toSorted((a, b) => a.at - b.at) }
    expect(fate(sorted)).toEqual({ stopped: true, lost: true })
  })

  it.each([
    ['10kbit', false],
    ['1gbit', true],
  ])('is drawn as lost, or as waiting: toward a line of %s', (rate, lost) => {
    const record = stopping(rate, 'segmentation', ['P.', 'F.'])
    const [connection] = connectionsOf(record)
    const { sent } = connection ? transferOf(record, 'client', connection) : { sent: [] }
    expect(sent.at(-1)?.fate === 'is lost').toBe(lost)
  })
})
