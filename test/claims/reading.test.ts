import { describe, expect, it } from 'vitest'
import type { Claim, Outcome } from '../../src/claim.ts'
import type { Fact, SampleFact } from '../../src/evidence.ts'
import { words } from '../../src/lab.ts'
import { ms, sequence } from '../../src/tcp.ts'
import { outcome } from '../records.ts'
import { client, segment, server, setting } from './segment.ts'

/** What the table tells at a look: how much is queued, since when it had not looked. */
function look(at: number, receiveQueue: number, state: SampleFact['state'] = 'ESTABLISHED', within = 1): Fact[] {
  const seen = { at: ms(at), within: ms(within), host: 'server', by: 'table' } as const
  return [
    { kind: 'sample', ...seen, local: server, remote: client, state, receiveQueue },
    { kind: 'poll', ...seen, polls: 1, longestGap: ms(within), sockets: 1 },
  ]
}

const cue = (at: number, text: string): Fact => ({
  kind: 'program', at: ms(at), within: ms(0), host: 'server', by: 'program', deed: 'cued', text,
}) // biome-ignore format: one fact

const opening = [
  ...segment(1, 'client', 'S', {}),
  ...segment(2, 'server', 'S.', { ack: sequence(1) }),
  ...segment(3, 'client', '.', { seq: sequence(1), ack: sequence(1) }),
]
const five = [
  ...segment(10, 'client', 'P.', { seq: sequence(1), ack: sequence(1), length: 5 }),
  ...segment(11, 'server', '.', { seq: sequence(1), ack: sequence(6) }),
]
const answer = (at: number): Fact[] => segment(at, 'server', 'P.', { seq: sequence(1), ack: sequence(6), length: 3 })
const fin = segment(50, 'client', 'F.', { seq: sequence(6), ack: sequence(1) })

const judge = (claim: Claim, ...facts: Array<Fact | Fact[]>): Outcome =>
  outcome(claim, { setting, facts: [...opening, ...facts.flat()].sort((a, b) => a.at - b.at) })

describe('readsNothing', () => {
  const claim = words.server.readsNothing('read')
  it('holds of what is read only when it is told', () =>
    expect(judge(claim, five, look(20, 5), cue(30, 'read'), look(40, 0))).toBe('holds'))
  it('fails where some of it was read before, however much comes after', () => {
    expect(judge(claim, five, look(20, 3), cue(30, 'read'), look(40, 0))).toBe('fails')
    const more = segment(21, 'server', '.', { seq: sequence(1), ack: sequence(11) })
    expect(judge(claim, five, look(20, 5), more, look(25, 8), cue(30, 'read'))).toBe('fails')
  })
  it('asks nothing of a look that may have been over before the bytes came, or not before it was told', () =>
    expect(judge(claim, five, look(20, 5), look(12, 0, 'ESTABLISHED', 3), look(30.5, 0), cue(30, 'read'))).toBe(
      'holds',
    ))
  it('fails where nothing came, and is unknown where nobody looked', () => {
    expect(judge(claim, look(20, 0))).toBe('fails')
    expect(judge(claim, five, cue(30, 'read'), look(40, 0))).toBe('unknown')
  })
  it('goes on to the end of the record where no cue is named', () => {
    expect(judge(words.server.readsNothing(), five, look(20, 5), look(40, 5))).toBe('holds')
    expect(judge(words.server.readsNothing(), five, look(20, 5), look(40, 0))).toBe('fails')
  })
})

describe('readsEnd', () => {
  const claim = words.server.readsEnd()
  it('holds where the FIN is in the receive queue no more, however late that is', () =>
    expect(judge(claim, five, fin, look(60, 6, 'CLOSE-WAIT'), look(900, 0, 'CLOSE-WAIT'))).toBe('holds'))
  it('fails where it stays there, alone or behind bytes, and where it never came', () => {
    expect(judge(claim, five, fin, look(60, 1, 'CLOSE-WAIT'))).toBe('fails')
    expect(judge(claim, five, fin, look(60, 6, 'CLOSE-WAIT'))).toBe('fails')
    expect(judge(claim, five, look(60, 0))).toBe('fails')
  })
  it('is unknown where the socket is gone from the table, or nobody has looked', () => {
    expect(judge(claim, five, fin, look(60, 0, 'TIME-WAIT'))).toBe('unknown')
    expect(judge(claim, five, fin)).toBe('unknown')
  })
})

describe('answers', () => {
  const claim = words.server.answers(5, 1)
  it('holds where what came is in the receive queue no more once the answer has left', () =>
    expect(judge(claim, five, look(12, 5), look(19, 0), answer(20), look(30, 0))).toBe('holds'))
  it('fails where it was still there, or had not come', () => {
    expect(judge(claim, five, look(12, 5), answer(20), look(30, 5))).toBe('fails')
    expect(judge(claim, segment(8, 'server', 'P.', { seq: sequence(1), ack: sequence(1), length: 3 }), five)).toBe(
      'fails',
    )
  })
  it('fails where it was still there at a look that told nothing, before the one that shows it read', () => {
    expect(judge(claim, five, look(12, 5), answer(20), look(90, 0, 'ESTABLISHED', 10))).toBe('fails')
    expect(judge(claim, five, look(12, 5), answer(20), look(29, 0, 'ESTABLISHED', 10))).toBe('holds')
  })
  it('fails where there is no answer', () => expect(judge(claim, five, look(12, 0))).toBe('fails'))
})

describe('sendsNothing', () => {
  const claim = words.server.sendsNothing('answer')
  it('holds of what is sent when it is told', () =>
    expect(judge(claim, five, cue(15, 'answer'), answer(20))).toBe('holds'))
  it('fails of what is sent before, and where it is told nothing', () => {
    expect(judge(claim, five, answer(20), cue(25, 'answer'))).toBe('fails')
    expect(judge(claim, five, answer(20))).toBe('fails')
  })
})

describe('inTurn', () => {
  const claim = words.inTurn(words.client.sends(1, 6), words.server.sends(1, 4))
  it('holds of what comes in this order, and fails in the other', () => {
    expect(judge(claim, five, answer(20))).toBe('holds')
    expect(judge(claim, answer(5), five)).toBe('fails')
  })
  it('fails where one of the two never comes', () => {
    expect(judge(claim, five)).toBe('fails')
    expect(judge(claim, answer(5))).toBe('fails')
  })
  it('takes what a look shows for as old as the look before', () => {
    const reached = words.inTurn(words.server.reaches('CLOSE-WAIT'), words.server.sends(1, 4))
    const before = look(40, 0)
    expect(judge(reached, five, before, fin, answer(55), look(60, 0, 'CLOSE-WAIT'))).toBe('holds')
    expect(judge(reached, five, before, fin, answer(20), look(60, 0, 'CLOSE-WAIT'))).toBe('fails')
  })
})
