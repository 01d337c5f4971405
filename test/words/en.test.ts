import { describe, expect, it } from 'vitest'
import { castLab } from '../../src/catalogue.ts'
import { words } from '../../src/lab.ts'
import { judgeRun } from '../../src/run/judge.ts'
import { s } from '../../src/tcp.ts'
import { english } from '../../src/words/en.ts'
import { recorded } from '../fixtures.ts'
import { change } from '../records.ts'

const { client, server, wire } = words

describe('in English a claim', () => {
  it.each([
    ['server stays in CLOSE-WAIT for 3.00 s, with no timer running', server.stays('CLOSE-WAIT', s(3))],
    ['client passes SYN-SENT → ESTABLISHED', client.passes('SYN-SENT', 'ESTABLISHED')],
    ['client of connection 3 reaches CLOSED', words.connection(3).client.reaches('CLOSED')],
    ["the server program says 'eof' once the FIN has arrived", server.says('eof', { after: 'F' })],
    ["the client's kernel counts 2 or more Tcp.OutRsts", client.counts('Tcp.OutRsts', 2, Number.POSITIVE_INFINITY)],
    ['the wire shows [S] ...', wire.shows`client > S\n...client > .`],
    ['the wire never shows [R] from the client on connection 2', words.connection(2).wire.neverShows('client', 'R')],
    [
      'client of each of connections 2 to 8 is never in CLOSING',
      words.connections(2, 8, (its) => its.client.never('CLOSING')),
    ],
    [
      'either server of at least one of connections 1 to 3 reaches CLOSED, or the wire never shows [R] from the client on at least one of connections 1 to 3',
      words.oneOf(1, 3, (its) => words.either(its.server.reaches('CLOSED'), its.wire.neverShows('client', 'R'))),
    ],
  ])('says: %s', (sentence, { states }) => expect(english.claim(states)).toBe(sentence))
})

describe('what the play waited for in vain', () => {
  it('is kept as data, and said as the claim that it was', async () => {
    const { states, id } = server.reaches('CLOSE-WAIT')
    const record = change(recorded('close-wait'), (fact) =>
      fact.kind === 'awaited' ? [{ ...fact, what: id, states, outcome: 'did not come', lost: s(0) }] : [fact],
    )
    const { file } = judgeRun(await castLab('close-wait'), record)
    expect(file.claims.find((claim) => claim.id === 'universal.play-went-through')).toMatchObject({
      says: 'the story could be played to its end',
      expected: 'server reaches CLOSE-WAIT',
    })
  })
})
