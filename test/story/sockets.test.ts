import { describe, expect, it } from 'vitest'
import type { End, Evidence, Fact, TransitionFact } from '../../src/evidence.ts'
import { listenerOf } from '../../src/story/paths.ts'
import { socketsOf, undecidedFacts } from '../../src/story/sockets.ts'
import { chainsBroken } from '../../src/story/strays.ts'
import { type Endpoint, ms, type State } from '../../src/tcp.ts'
import { recorded } from '../fixtures.ts'

const { setting } = recorded('close-wait')
const server = `${setting.server}:8080` as Endpoint
const client = `${setting.client}:5000` as Endpoint
const nobody = '*:0' as Endpoint

/** What the kernel said of one socket, the times in milliseconds, each with the state entered. */
function socket(name: string, end: End, local: Endpoint, remote: Endpoint, ...steps: Array<[number, State]>): Fact[] {
  return steps.map(([at, to], index): TransitionFact => {
    const from = steps[index - 1]?.[1] ?? (to === 'SYN-RECEIVED' ? 'LISTEN' : 'CLOSED')
    return {
      kind: 'transition',
      at: ms(at),
      within: ms(0),
      host: end,
      by: 'kernel',
      socket: name,
      local,
      remote,
      from,
      to,
    }
  })
}

/** What the table of an end's own namespace showed, each change seen within two milliseconds, and looked on to the end. */
function table(end: End, local: Endpoint, remote: Endpoint, ...steps: Array<[number, State]>): Fact[] {
  const seen = { within: ms(2), host: end, by: 'table' } as const
  return [
    ...steps.map(([at, state]): Fact => ({ kind: 'sample', at: ms(at), ...seen, local, remote, state })),
    ...steps.map(([at]): Fact => look(end, at)),
  ]
}

const look = (host: End, at: number): Fact => ({
  kind: 'poll',
  at: ms(at),
  within: ms(2),
  host,
  by: 'table',
  polls: 1,
  longestGap: ms(2),
  sockets: 1,
})

const sofar = (...facts: Fact[][]): Evidence => ({ setting, facts: facts.flat().toSorted((a, b) => a.at - b.at) })

const record = (...facts: Fact[][]): Evidence =>
  sofar(...facts, [
    look('client', 2000),
    look('server', 2000),
    { kind: 'end', at: ms(2001), within: ms(0), host: 'router', by: 'harness' },
  ])

/** Which sockets' facts remain, by name. */
const ours = (evidence: Evidence): string[] => [
  ...new Set(
    evidence.facts.flatMap((fact) =>
      fact.kind === 'transition' && socketsOf(evidence).isOurs(fact) ? [fact.socket ?? ''] : [],
    ),
  ),
]

const statesOf = (evidence: Evidence): string[] => listenerOf(evidence).steps.map(({ state }) => state)

describe('a listener', () => {
  const own = socket('own', 'server', server, nobody, [100, 'LISTEN'])
  const shown = table('server', server, nobody, [101, 'LISTEN'])

  it('whose birth looks refute is not ours when it closes either, though it was there for as long as ours', () => {
    const closing = socket('own', 'server', server, nobody, [100, 'LISTEN'], [200, 'CLOSED'])
    const seen = table('server', server, nobody, [10, 'CLOSED'], [101, 'LISTEN'], [201, 'CLOSED'])
    const other = socket('other', 'server', server, nobody, [70, 'LISTEN'], [205, 'CLOSED'])
    const evidence = record(closing, seen, other)
    expect(ours(evidence)).toEqual(['own'])
    expect(chainsBroken(evidence)).toEqual([])
  })

  it('that gives way to the next between two looks is ours, and so is the next', () => {
    const first = socket('first', 'server', server, nobody, [100, 'LISTEN'], [200, 'CLOSED'])
    const next = socket('next', 'server', server, nobody, [200.1, 'LISTEN'])
    const evidence = record(first, next, shown)
    expect(ours(evidence)).toEqual(['first', 'next'])
    expect(chainsBroken(evidence)).toEqual([])
  })

  it('that somebody else opens and closes at the same address is not ours, and ours is not closed', () => {
    const evidence = record(own, shown, socket('other', 'server', server, nobody, [300, 'LISTEN'], [400, 'CLOSED']))
    expect(statesOf(evidence)).toEqual(['LISTEN'])
  })

  it('of somebody else before ours does not make ours listen earlier', () => {
    const evidence = record(own, shown, socket('other', 'server', server, nobody, [50, 'LISTEN'], [600, 'CLOSED']))
    expect(statesOf(evidence)).toEqual(['LISTEN'])
    expect(listenerOf(evidence).steps[0]?.at).toBe(100)
  })

  it('that only the kernel says there is, while the table looks and shows none, is none', () => {
    const evidence = record(socket('other', 'server', server, nobody, [300, 'LISTEN'], [800, 'CLOSED']))
    expect(ours(evidence)).toEqual([])
    expect(statesOf(evidence)).toEqual([])
  })

  it('of ours that closes and opens again has done so', () => {
    const evidence = record(
      socket('own', 'server', server, nobody, [100, 'LISTEN'], [300, 'CLOSED']),
      socket('again', 'server', server, nobody, [500, 'LISTEN']),
      table('server', server, nobody, [101, 'LISTEN'], [301, 'CLOSED'], [501, 'LISTEN']),
    )
    expect(ours(evidence)).toEqual(['own', 'again'])
    expect(statesOf(evidence)).toEqual(['LISTEN', 'CLOSED', 'LISTEN'])
  })

  it('too short for any look is believed', () => {
    const evidence = record(socket('own', 'server', server, nobody, [100, 'LISTEN'], [100.5, 'CLOSED']), [
      {
        kind: 'blind',
        at: ms(104),
        within: ms(8),
        host: 'server',
        by: 'table',
        cause: { is: 'error', error: 'a test' },
      },
    ])
    expect(statesOf(evidence)).toEqual(['LISTEN', 'CLOSED'])
  })

  it('is waited for until the table has looked: until then it may be another', () => {
    const begun = socket('other', 'server', server, nobody, [100, 'LISTEN'])
    expect(statesOf(sofar(begun, [look('server', 90)]))).toEqual([])
    expect(statesOf(sofar(begun, [look('server', 90), look('server', 110)]))).toEqual([])
    expect(statesOf(sofar(own, shown, [look('server', 110)]))).toEqual(['LISTEN'])
    const closed = socket('other', 'server', server, nobody, [110, 'LISTEN'], [120, 'CLOSED'])
    expect(statesOf(sofar(own, closed, shown, [look('server', 115)]))).toEqual(['LISTEN'])
    // Where the table is blind there is nothing to wait for.
    const blind: Fact = {
      kind: 'blind',
      at: ms(99),
      within: ms(9),
      host: 'server',
      by: 'table',
      cause: { is: 'error', error: 'a test' },
    }
    expect(statesOf(sofar(begun, [look('server', 90), blind]))).toEqual(['LISTEN'])
  })

  it('that was there before anything was traced is not ours, nor is its end', () => {
    const closes: Fact = { ...(own[0] as TransitionFact), at: ms(300), socket: 'other', from: 'LISTEN', to: 'CLOSED' }
    const evidence = record([closes], table('server', server, nobody, [500, 'LISTEN']))
    expect(ours(evidence)).toEqual([])
    expect(statesOf(evidence)).toEqual(['LISTEN'])
  })

  it('is not refuted by a look of netstat that may have been over when it began', () => {
    const netstat = { at: ms(110), within: ms(30), host: 'server', by: 'netstat' } as const
    const none: Fact = { kind: 'poll', ...netstat, polls: 1, longestGap: ms(30), sockets: 0 }
    expect(ours(record(own, shown, [none]))).toEqual(['own'])
  })

  it('that ss shows after the kernel said CLOSED is not closed, even where the table is blind', () => {
    const ss = { at: ms(900), within: ms(5), host: 'server', by: 'ss' } as const
    const evidence = record(own, socket('other', 'server', server, nobody, [300, 'LISTEN'], [400, 'CLOSED']), [
      {
        kind: 'blind',
        at: ms(2000),
        within: ms(2000),
        host: 'server',
        by: 'table',
        cause: { is: 'error', error: 'a test' },
      },
      { kind: 'sample', ...ss, local: server, remote: nobody, state: 'LISTEN' },
      { kind: 'poll', ...ss, polls: 1, longestGap: ms(5), sockets: 1 },
    ])
    expect(statesOf(evidence)).toEqual(['LISTEN'])
  })
})

describe('two sockets between the same endpoints at once', () => {
  const life = (shift: number): Array<[number, State]> => [
    [100 + shift, 'SYN-SENT'],
    [101 + shift, 'ESTABLISHED'],
    [700 + shift, 'FIN-WAIT-1'],
    [900 + shift, 'CLOSED'],
  ]
  const shown = table('client', client, server, [102, 'ESTABLISHED'], [701, 'FIN-WAIT-1'], [901, 'CLOSED'])
  const own = socket('own', 'client', client, server, ...life(0))

  it('are told apart by what our own table showed', () => {
    for (const shift of [-60, -5, 5, 60]) {
      const evidence = record(own, shown, socket('other', 'client', client, server, ...life(shift)))
      expect(ours(evidence)).toEqual(['own'])
      expect(undecidedFacts(evidence)).toEqual([])
    }
  })

  it('that did the same at the same time are not, and that is said', () => {
    const evidence = record(own, shown, socket('other', 'client', client, server, ...life(0.2)))
    expect(ours(evidence)).toEqual(['own', 'other'])
    expect(undecidedFacts(evidence)).toEqual([
      expect.objectContaining({ kind: 'blind', by: 'kernel', host: 'client', at: 900.2, within: 800.2 }),
    ])
  })

  it('one after the other are both ours', () => {
    const evidence = record(own, socket('next', 'client', client, server, [1000, 'SYN-SENT'], [1001, 'ESTABLISHED']), [
      ...shown,
      ...table('client', client, server, [1002, 'ESTABLISHED']),
    ])
    expect(ours(evidence)).toEqual(['own', 'next'])
  })
})

describe('a socket', () => {
  it('that opens actively is waited for until the table tells, for the same may be opened elsewhere', () => {
    const opens = socket('other', 'server', server, client, [100, 'SYN-SENT'])
    const shown = table('server', server, client, [101, 'SYN-SENT'])
    expect(ours(sofar(opens, [look('server', 90)]))).toEqual([])
    expect(ours(sofar(opens, shown))).toEqual(['other'])
    // A refused one is over before any look.
    expect(ours(sofar(socket('other', 'server', server, client, [100, 'SYN-SENT'], [100.2, 'CLOSED'])))).toEqual([
      'other',
    ])
  })

  it('that one look missed is ours all the same', () => {
    const evidence = record(
      socket('own', 'client', client, server, [100, 'ESTABLISHED'], [900, 'CLOSED']),
      table('client', client, server, [101, 'ESTABLISHED'], [300, 'CLOSED'], [310, 'ESTABLISHED'], [901, 'CLOSED']),
    )
    expect(ours(evidence)).toEqual(['own'])
  })

  it('whose memory is used again is another one', () => {
    const evidence = record(
      socket('same', 'client', client, server, [100, 'SYN-SENT'], [101, 'CLOSED']),
      socket('same', 'client', client, server, [500, 'SYN-SENT'], [501, 'CLOSED']),
    )
    const [, , second] = evidence.facts.filter((fact) => fact.kind === 'transition')
    expect(
      second &&
        socketsOf(evidence)
          .chainOf(second)
          .map(({ at }) => at),
    ).toEqual([500, 501])
  })

  it('has sent what the kernel says by its name: a RST of somebody else is not ours', () => {
    const seen = { at: ms(400), within: ms(0), host: 'server', by: 'kernel' } as const
    const reset = {
      kind: 'kernel',
      ...seen,
      event: 'tcp_send_reset',
      local: server,
      remote: client,
      detail: '',
    } as const
    const evidence = record(
      socket('other', 'server', server, client, [300, 'SYN-RECEIVED'], [301, 'ESTABLISHED'], [800, 'CLOSED']),
      [{ ...reset, socket: 'other' }, reset],
    )
    const [theirs, unnamed] = evidence.facts.filter((fact) => fact.kind === 'kernel')
    expect(theirs && socketsOf(evidence).isOurs(theirs)).toBe(false)
    expect(unnamed && socketsOf(evidence).isOurs(unnamed)).toBe(true)
  })
})
