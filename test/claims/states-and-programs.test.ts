import { describe, expect, it } from 'vitest'
import { onlyEdges } from '../../src/claims/universal/only-edges.ts'
import { type Evidence, type Fact, factsOf, saidAt } from '../../src/evidence.ts'
import { words } from '../../src/lab.ts'
import { advance, ms, s } from '../../src/tcp.ts'
import { recorded } from '../fixtures.ts'
import { adding, blinded, change, judged, outcome, verdict, without, withoutListener } from '../records.ts'

const closeWait = recorded('close-wait')
const handshake = recorded('handshake')
const lost = recorded('last-ack-lost')
const stale = recorded('stale-syn')

const isLook = (fact: Fact): boolean => fact.kind === 'sample' || fact.kind === 'poll' || fact.kind === 'transition'

describe('passes', () => {
  const states = ['LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT'] as const
  it('holds of the states that the end went through', () =>
    expect(outcome(words.server.passes(...states), closeWait)).toBe('holds'))
  it('fails of one less, one more, another order, and of no connection', () => {
    expect(outcome(words.server.passes(...states.slice(0, -1)), closeWait)).toBe('fails')
    expect(outcome(words.server.passes(...states, 'LAST-ACK'), closeWait)).toBe('fails')
    expect(outcome(words.server.passes('SYN-RECEIVED', 'LISTEN', 'ESTABLISHED', 'CLOSE-WAIT'), closeWait)).toBe('fails')
    expect(outcome(words.connection(9).server.passes('SYN-RECEIVED'), closeWait)).toBe('fails')
  })
})

describe('of a state that the end was never in', () => {
  it.each([
    ['lasts', words.client.lasts('CLOSING', s(60))],
    ['foretells', words.client.foretells('CLOSING')],
    ['restarts', words.client.restarts('CLOSING', s(60))],
    ['stays', words.client.stays('CLOSING', s(1))],
    ['reaches', words.client.reaches('CLOSING')],
  ])('%s fails', (_, claim) => expect(outcome(claim, lost)).toBe('fails'))
  it('never fails for want of a connection to look at', () =>
    expect(verdict(words.connection(9).client.never('CLOSING'), lost)).toMatchObject({
      outcome: 'fails',
      absent: true,
    }))
})

describe('foretells', () => {
  it('is unknown of a state that was never left', () =>
    expect(outcome(words.client.foretells('TIME-WAIT'), lost)).toBe('unknown'))
})

describe('restarts', () => {
  it('is unknown where the two FINs are too close for what netstat prints to tell them apart', () => {
    const again = factsOf(lost, 'segment').findLast(
      ({ host, segment, direction }) => host === 'client' && segment.flags === 'F.' && direction === 'in',
    )
    const entered = factsOf(lost, 'transition').find(({ host, from }) => host === 'client' && from === 'FIN-WAIT-2')
    if (!again || !entered) throw new Error('the record shows no FIN that comes again in TIME-WAIT')
    // The FIN comes again a tenth of a second after the first, and netstat looks once before and once after.
    const earlier = again.at - entered.at - 100
    const close = change(lost, (fact) => {
      if (fact.at <= entered.at) return [fact]
      if (fact.at >= again.at) return [{ ...fact, at: ms(fact.at - earlier) }]
      return [{ ...fact, at: ms(entered.at + 50), within: ms(1) }]
    })
    const looked = { ...close, facts: close.facts.toSorted((a, b) => a.at - b.at) }
    expect(outcome(words.client.restarts('TIME-WAIT', s(60)), looked)).toBe('unknown')
  })
})

describe('stays', () => {
  const claim = words.server.stays('CLOSE-WAIT', s(3))
  const during = (alter: (at: Fact['at']) => Fact): Evidence =>
    change(closeWait, (fact) => (fact === middle ? [fact, alter(fact.at)] : [fact]))
  const middle = factsOf(closeWait, 'sample').findLast(
    ({ by, host, state }) => by === 'ss' && host === 'server' && state === 'CLOSE-WAIT',
  )
  it('holds of a state in which all witnesses saw it', () => expect(outcome(claim, closeWait)).toBe('holds'))
  it('fails where one look shows another state, or a timer', () => {
    if (!middle) throw new Error('ss never looked')
    expect(
      outcome(
        claim,
        during((at) => ({ ...middle, at, state: 'ESTABLISHED' })),
      ),
    ).toBe('fails')
    expect(
      outcome(
        claim,
        during((at) => ({ ...middle, at, timer: { name: 'on', left: ms(200) } })),
      ),
    ).toBe('fails')
  })
  it('is unknown where a witness was blind meanwhile, or the table was not looked at', () => {
    expect(judged(claim, closeWait)).toBe('holds')
    expect(judged(claim, blinded(closeWait, 'table'))).toBe('unknown')
    expect(judged(claim, blinded(closeWait, 'table', 'client'))).toBe('holds')
    expect(
      judged(
        claim,
        without(closeWait, ({ kind, by }) => kind === 'poll' && by === 'table'),
      ),
    ).toBe('unknown')
  })
})

describe('opensByCookie', () => {
  const claim = words.server.opensByCookie()
  const [request] = factsOf(handshake, 'sample').filter(
    ({ host, state }) => host === 'server' && state === 'SYN-RECEIVED',
  )
  /** As if the SYN+ACK had been a cookie: nobody who looked while it was out saw a socket. */
  const cookie = without(
    handshake,
    (fact) =>
      fact.kind === 'sample' &&
      fact.host === 'server' &&
      fact.remote === request?.remote &&
      fact.state === 'SYN-RECEIVED',
  )
  it('holds where ss, netstat and the table looked and showed nothing, whose path then leads out of LISTEN', () => {
    expect(outcome(claim, cookie)).toBe('holds')
    expect(outcome(words.server.passes('ESTABLISHED'), cookie)).toBe('holds')
    expect(outcome(onlyEdges(), cookie)).toBe('holds')
  })
  it('fails where a request was there', () => expect(outcome(claim, handshake)).toBe('fails'))
  it('fails where the connection never opens', () => {
    expect(outcome(words.connection(2).server.opensByCookie(), stale)).toBe('fails')
    expect(outcome(words.connection(9).server.opensByCookie(), handshake)).toBe('fails')
  })
  it.each(['ss', 'netstat', 'table'] as const)('is unknown where %s did not look', (witness) =>
    expect(
      outcome(
        claim,
        without(cookie, ({ kind, by }) => kind === 'poll' && by === witness),
      ),
    ).toBe('unknown'),
  )
  it('is unknown where the table was looked at too seldom', () =>
    expect(
      outcome(
        claim,
        change(cookie, (fact) => [fact.kind === 'poll' ? { ...fact, longestGap: ms(400) } : fact]),
      ),
    ).toBe('unknown'))
})

describe('stopsListening', () => {
  it('fails of a listener that stays, and where there was none', () => {
    expect(outcome(words.server.stopsListening(), stale)).toBe('fails')
    expect(outcome(words.server.stopsListening(), without(stale, isLook))).toBe('fails')
  })
  it('holds of one that was closed', () => {
    expect(outcome(words.server.stopsListening(), withoutListener(stale))).toBe('holds')
  })
})

describe('what programs say', () => {
  it('holds of a line, and fails of one that was not said', () => {
    expect(outcome(words.server.says('eof'), closeWait)).toBe('holds')
    expect(outcome(words.server.says('goodbye'), closeWait)).toBe('fails')
  })
  it('comes after the FIN only where one has arrived by then', () => {
    const claim = words.server.says('eof', { after: 'F' })
    const isFin = (fact: Fact): boolean => fact.kind === 'segment' && fact.segment.flags.includes('F')
    expect(outcome(claim, closeWait)).toBe('holds')
    expect(outcome(claim, without(closeWait, isFin))).toBe('fails')
    const late = change(closeWait, (fact) => (isFin(fact) ? [{ ...fact, at: ms(fact.at + 5000) }] : [fact]))
    expect(outcome(claim, late)).toBe('fails')
  })
  it('is never said only where the program ran and did not say it', () => {
    expect(outcome(words.server.neverSays('goodbye'), closeWait)).toBe('holds')
    expect(outcome(words.server.neverSays('eof'), closeWait)).toBe('fails')
    expect(
      outcome(
        words.server.neverSays('goodbye'),
        without(closeWait, ({ kind }) => kind === 'program'),
      ),
    ).toBe('fails')
  })
})

describe("'accepted'", () => {
  const claim = words.server.says('accepted 2')
  const answer = factsOf(stale, 'segment').findLast(({ segment }) => segment.flags === 'S.')
  const said = saidAt(stale, 'server').find(({ text }) => text === 'accepted 1')
  if (!answer || !said) throw new Error('the record shows neither the second SYN+ACK nor the first connection')
  /** The second connection, which is never ESTABLISHED, is accepted once its SYN+ACK has left. */
  const twice = adding(stale, { ...said, text: 'accepted 2', at: ms(answer.at + 20) })
  it('is too early where the connection is half-open, unless its SYN brought bytes that were taken', () => {
    expect(outcome(claim, twice)).toBe('fails')
    const syn = factsOf(stale, 'segment').find(({ segment }) => segment.flags === 'S')?.segment.id
    const fastOpened = change(twice, (fact) => {
      if (fact.kind !== 'segment') return [fact]
      const { segment } = fact
      if (segment.flags === 'S' && segment.id === syn) return [{ ...fact, segment: { ...segment, length: 5 } }]
      return segment.flags === 'S.' && segment.id === answer.segment.id
        ? [{ ...fact, segment: { ...segment, ack: advance(segment.ack, 5) } }]
        : [fact]
    })
    expect(outcome(claim, fastOpened)).toBe('holds')
    expect(outcome(words.server.says('accepted 3'), fastOpened)).toBe('fails')
  })
})

describe('hasFreshNumbers', () => {
  const count = new Set(
    factsOf(handshake, 'segment').flatMap(({ segment }) => (segment.flags === 'S' ? [segment.from] : [])),
  ).size
  it('holds of as many connections as there were', () =>
    expect(outcome(words.wire.hasFreshNumbers(count), handshake)).toBe('holds'))
  it('fails where there were fewer', () =>
    expect(outcome(words.wire.hasFreshNumbers(count + 1), handshake)).toBe('fails'))
  it('fails where both ends chose the same', () => {
    const [syn] = factsOf(handshake, 'segment').filter(({ segment }) => segment.flags === 'S')
    const [first] = factsOf(handshake, 'segment').filter(({ segment }) => segment.flags === 'S.')
    if (!syn || !first) throw new Error('the record shows no handshake')
    const same = change(handshake, (fact) =>
      fact.kind === 'segment' && fact.segment.flags === 'S.' && fact.segment.seq === first.segment.seq
        ? [{ ...fact, segment: { ...fact.segment, seq: syn.segment.seq } }]
        : [fact],
    )
    expect(outcome(words.wire.hasFreshNumbers(count), same)).toBe('fails')
  })
})
