import { describe, expect, it } from 'vitest'
import { labNames } from '../../src/catalogue/names.ts'
import { castLab, loadLab } from '../../src/catalogue.ts'
import { universalClaims } from '../../src/claims/universal.ts'
import { idOf } from '../../src/evidence/assertion.ts'
import { words } from '../../src/lab.ts'
import { ms, s } from '../../src/tcp.ts'

const { client, server, wire } = words
const casts = await Promise.all(
  labNames().flatMap(async (name) => {
    const { variants = {}, twins } = await loadLab(name)
    const changes = [...Object.keys(variants).map((each) => [each]), ...Object.keys(twins).map((each) => ['', each])]
    return Promise.all([[], ...changes].map(([variant, twin]) => castLab(name, variant || undefined, twin)))
  }),
)

describe('the id of a claim', () => {
  it.each([
    ['server.stays(CLOSE-WAIT,3s)', server.stays('CLOSE-WAIT', s(3))],
    ['server.lasts(FIN-WAIT-2,1.5s)', server.lasts('FIN-WAIT-2', s(1.5))],
    ['server.resends(S.,200ms,1s)', server.resends('S.', ms(200), s(1))],
    ['client#3.passes(SYN-SENT,ESTABLISHED)', words.connection(3).client.passes('SYN-SENT', 'ESTABLISHED')],
    ['client.says(eof,F)', client.says('eof', { after: 'F' })],
    ['client.counts(Tcp.AttemptFails,1,1)', client.counts('Tcp.AttemptFails', 1)],
    [
      'wire.shows(S,S.,...,?)',
      wire.shows`client > S
        server > S.
        ... client > .
        client >`,
    ],
    ['wire#2.neverShows(client,R)', words.connection(2).wire.neverShows('client', 'R')],
    ['client.isEndedBy(SIGKILL)', words.client.isEndedBy('SIGKILL')],
    ['wire.prints(client > [S] seq x)', words.wire.prints`client > [S] seq x`],
    ['link(server).hasFrame(all is said,2)', words.link('server').has('all is said', 2)],
    ['hasFreshNumbers(8)', wire.hasFreshNumbers(8)],
    ['connections(2..8).client.reaches(CLOSED)', words.connections(2, 8, (its) => its.client.reaches('CLOSED'))],
    [
      'oneOf(1..3).either(client.adapts(),server.closesWindow())',
      words.oneOf(1, 3, (its) => words.either(its.client.adapts(), its.server.closesWindow())),
    ],
  ])('%s', (id, claim) => expect(claim.id).toBe(id))

  it.each(casts.flat().map((cast) => [[cast.name, cast.variant, cast.twin].filter(Boolean).join(' '), cast] as const))(
    'is its own in %s',
    (_, { lab }) => {
      const own = lab.claims(words)
      const ids = [...own, ...universalClaims(own)].map(({ id }) => id)
      expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
    },
  )

  it('is the same when what it says was written down and read again', () => {
    for (const { states, id } of casts.flat().flatMap(({ lab }) => lab.claims(words)))
      expect(idOf(JSON.parse(JSON.stringify(states)))).toBe(id)
  })
})
