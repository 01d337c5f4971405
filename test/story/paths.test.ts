import { expect, it } from 'vitest'
import { noContradiction } from '../../src/claims/universal/no-contradiction.ts'
import type { Evidence, Fact } from '../../src/evidence.ts'
import { factsOf } from '../../src/evidence.ts'
import { words } from '../../src/lab.ts'
import { leftAt, pathsOf } from '../../src/story/paths.ts'
import { ms } from '../../src/tcp.ts'
import { recorded } from '../fixtures.ts'
import { change, outcome, without } from '../records.ts'

const orphaned = recorded('time-wait-reuse-bind')

/** The record as it is where the table was looked at too seldom to show FIN-WAIT-2, and first again in TIME-WAIT. */
function seldom(evidence: Evidence): Evidence {
  const looks = factsOf(evidence, 'sample').filter(({ by, host }) => by === 'table' && host === 'server')
  const first = looks.find(({ state }) => state === 'TIME-WAIT')
  const last = looks.findLast(({ state }) => state === 'ESTABLISHED')
  if (!first || !last) throw new Error('the table shows neither ESTABLISHED nor TIME-WAIT')
  const within = (first.at - last.at) as Fact['within']
  return change(evidence, (fact) => {
    if (fact === first) return [{ ...first, within }]
    return fact.kind === 'sample' && looks.includes(fact) && fact.at > last.at && fact.at < first.at ? [] : [fact]
  })
}

it.each([
  ['often', orphaned],
  ['seldom', seldom(orphaned)],
])(
  'an orphan enters TIME-WAIT with the FIN, not where its socket closes on entering FIN-WAIT-2: a table looked at %s',
  (_, evidence) => {
    const server = pathsOf(evidence).find(({ end, connection }) => end === 'server' && connection)
    const finWait2 = server?.steps.find(({ state }) => state === 'FIN-WAIT-2')
    const fin = factsOf(evidence, 'segment').findLast(
      ({ host, segment }) => host === 'server' && segment.flags === 'F.',
    )
    if (!server || !finWait2 || !fin) throw new Error('the record shows neither FIN-WAIT-2 nor the FIN that ends it')
    expect(server.steps.at(-1)?.state).toBe('TIME-WAIT')
    expect(leftAt(server, finWait2)).toBeGreaterThanOrEqual(fin.at - fin.within)
    expect(outcome(noContradiction(), evidence)).toBe('holds')
  },
)

it('a half-open socket may be seen just before the SYN+ACK with which its connection begins', () => {
  const stale = recorded('stale-syn')
  const began = factsOf(stale, 'segment').findLast(({ host, segment }) => host === 'server' && segment.flags === 'S.')
  const isLook = (fact: Fact): boolean => fact.kind === 'sample' && fact.state === 'SYN-RECEIVED'
  const early = change(stale, (fact) => {
    if (!isLook(fact)) return [fact]
    return fact.by === 'table' && began ? [{ ...fact, at: ms(began.at - 0.02) }] : []
  })
  expect(outcome(words.connection(2).server.reaches('SYN-RECEIVED'), early)).toBe('holds')
  expect(outcome(words.connection(2).server.reaches('SYN-RECEIVED'), without(stale, isLook))).toBe('fails')
})

it('TIME-WAIT is over where the table says so, though a look that began earlier still saw it', () => {
  const [shown] = factsOf(orphaned, 'sample').filter(
    ({ by, host, state }) => by === 'ss' && host === 'server' && state === 'TIME-WAIT',
  )
  const last = orphaned.facts.at(-1)
  if (!shown || !last) throw new Error('ss never showed TIME-WAIT')
  const { timer: _, ...bare } = shown
  const closed: Fact = { ...bare, at: ms(last.at + 100), within: ms(1), by: 'table', state: 'CLOSED' }
  const late: Fact = { ...shown, at: ms(closed.at + 10), within: ms(50) }
  const looks = ([closed, late] as const).map(
    ({ at, within, host, by }, index): Fact => ({
      kind: 'poll', at, within, host: host as 'server', by, polls: 1, longestGap: within, sockets: index,
    }), // biome-ignore format: one look
  )
  const story = orphaned.facts.filter(({ kind }) => kind !== 'end')
  const end: Fact = { kind: 'end', at: late.at, within: ms(0), host: 'router', by: 'harness' }
  const ended = { ...orphaned, facts: [...story, closed, late, ...looks, end] }
  const server = pathsOf(ended).find(({ end, connection }) => end === 'server' && connection)
  expect(server?.steps.slice(-2).map(({ state }) => state)).toEqual(['TIME-WAIT', 'CLOSED'])
  expect(outcome(noContradiction(), ended)).toBe('holds')
})

it('TIME-WAIT was not kept where the kernel counts one that it did not keep, though nobody looked in between', () => {
  const unseen = without(
    orphaned,
    (fact) => fact.kind === 'sample' && fact.host === 'server' && ['TIME-WAIT', 'CLOSED'].includes(fact.state),
  )
  const counting = change(unseen, (fact) =>
    fact.kind === 'counters' && fact.host === 'server'
      ? [{ ...fact, moved: { ...fact.moved, 'TcpExt.TCPTimeWaitOverflow': 1 } }]
      : [fact],
  )
  const shows = (evidence: Evidence): boolean =>
    pathsOf(evidence).some(({ end, steps }) => end === 'server' && steps.some(({ state }) => state === 'TIME-WAIT'))
  expect({ unseen: shows(unseen), counting: shows(counting) }).toEqual({ unseen: true, counting: false })
})
