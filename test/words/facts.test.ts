import { describe, expect, it } from 'vitest'
import type { Fact, FaultFact, FaultOrder, ProgramFact } from '../../src/evidence.ts'
import { describe as tell } from '../../src/report/fact.ts'
import { eventsOf } from '../../src/report/ladder/events.ts'
import { connectionsOf } from '../../src/story/connections.ts'
import { ms } from '../../src/tcp.ts'
import { english } from '../../src/words/en.ts'
import { recorded } from '../fixtures.ts'
import { change } from '../records.ts'

const closeWait = recorded('close-wait')
const seen = { at: ms(5), within: ms(0) } as const
const fault = (order: FaultOrder, deed: FaultFact['deed'] = 'set', struck = 0): FaultFact => ({
  kind: 'fault', ...seen, host: 'router', by: 'network', fault: 'fault_1', deed, struck, ...order,
}) // biome-ignore format: one fact
const exit = (ending: Extract<ProgramFact, { deed: 'exited' }>['ending']): ProgramFact => ({
  kind: 'program', ...seen, host: 'server', by: 'program', deed: 'exited', ending,
}) // biome-ignore format: one fact

describe('in English a fault', () => {
  it.each<[string, FaultFact]>([
    ['hold every [F.] from the client', fault({ verb: 'hold', match: { from: 'client', flags: 'F.' } })],
    ['lose the first 2 [.] from the server', fault({ verb: 'lose', match: { from: 'server', flags: '.', first: 2 } })],
    [
      'lose one datagram in 3 from the client',
      fault({ verb: 'lose', match: { from: 'client', every: 3, protocol: 'UDP' } }),
    ],
    ['duplicate the first segment from the client', fault({ verb: 'duplicate', match: { from: 'client', first: 1 } })],
    [
      'narrow the line toward the server to 1mbit, with a queue of 9000 bytes',
      fault({ verb: 'narrow', toward: 'server', rate: '1mbit', queue: 9000 }),
    ],
    ['line restored; 3 segments lost', fault({ verb: 'cut' }, 'healed', 3)],
    [
      'line no longer at 1mbit; 9 segments passed',
      fault({ verb: 'narrow', toward: 'server', rate: '1mbit', queue: 9000 }, 'healed', 9),
    ],
    ['stops losing; 1 datagram lost', fault({ verb: 'lose', match: { from: 'client', protocol: 'UDP' } }, 'healed', 1)],
    ['stops holding; 2 segments held', fault({ verb: 'hold', match: { from: 'client' } }, 'healed', 2)],
    ['stops duplicating; 1 segment duplicated', fault({ verb: 'duplicate', match: { from: 'client' } }, 'healed', 1)],
    ['released 1 held segment', fault({ verb: 'hold', match: { from: 'client' } }, 'released', 1)],
    ['released 2 held segments', fault({ verb: 'hold', match: { from: 'client' } }, 'released', 2)],
  ])('is: %s', (sentence, fact) => expect(english.fault(fact)).toBe(sentence))
})

describe('in English a program', () => {
  it.each<[string, ProgramFact]>([
    ['exited with status 3', exit({ status: 3 })],
    ['was ended by SIGKILL', exit({ signal: 'SIGKILL' })],
    ['did not start: no such file', exit({ failure: 'no such file' })],
    [
      "left 'sleep (process 7)' running, and 2 more",
      {
        kind: 'program',
        ...seen,
        host: 'server',
        by: 'program',
        deed: 'left',
        text: 'sleep (process 7)',
        more: 2,
      },
    ],
  ])('%s', (sentence, fact) => expect(english.deed(fact)).toBe(sentence))
})

describe('a fact of every kind of a record', () => {
  const kinds = [...Map.groupBy(closeWait.facts, ({ kind }) => kind)]
  it.each(kinds)('%s has a line, with when and by whom', (_, facts) => {
    for (const fact of facts) expect(tell(fact, closeWait, english)).toMatch(/^\S.* at \+\S+ m?s \(\w+\)$/)
  })
})

describe('a segment that never arrived', () => {
  const fates = (order: FaultOrder): string[] => {
    const gone = (fact: Fact): boolean =>
      fact.kind === 'segment' &&
      fact.segment.flags === 'F.' &&
      fact.host !== 'client' &&
      !(fact.host === 'router' && fact.direction === 'in')
    const record = change(closeWait, (fact) => (gone(fact) || fact.kind === 'fault' ? [] : [fact]))
    const told = { ...record, facts: [{ ...fault(order), at: ms(0) }, ...record.facts] }
    return eventsOf(told, connectionsOf(told)[0], { withRest: false, whole: false, say: english }).flatMap((event) =>
      event.kind === 'segment' && event.text.startsWith('F.') ? [event.fate] : [],
    )
  }
  it('is held where the router was told to hold its like, whatever words are made of it', () => {
    expect(fates({ verb: 'hold', match: { from: 'client', flags: 'F.' } })).toEqual(['is held'])
    expect(fates({ verb: 'hold', match: { from: 'client' } })).toEqual(['is held'])
  })
  it('is lost where it was told to lose it, or to hold others', () => {
    expect(fates({ verb: 'lose', match: { from: 'client', flags: 'F.' } })).toEqual(['is lost'])
    expect(fates({ verb: 'hold', match: { from: 'server', flags: 'F.' } })).toEqual(['is lost'])
    expect(fates({ verb: 'hold', match: { from: 'client', flags: 'F' } })).toEqual(['is lost'])
    expect(fates({ verb: 'hold', match: { from: 'client', protocol: 'UDP' } })).toEqual(['is lost'])
    expect(fates({ verb: 'cut' })).toEqual(['is lost'])
  })
})
