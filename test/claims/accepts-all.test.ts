import { describe, expect, it } from 'vitest'
import { type Evidence, factsOf } from '../../src/evidence.ts'
import { words } from '../../src/lab.ts'
import { ms } from '../../src/tcp.ts'
import { recorded } from '../fixtures.ts'
import { adding, blinded, change, judged, late, outcome, verdict } from '../records.ts'

const claim = words.server.acceptsAll()
const theirs = (record: Evidence): Evidence => ({ ...record, setting: { ...record.setting, replaced: ['server'] } })

/** As if the table had told so of the server's sockets from this moment on, and before that they waited. */
const ownedFrom = (record: Evidence, moment: number): Evidence =>
  change(theirs(record), (fact) =>
    fact.kind === 'sample' && fact.host === 'server' && fact.by === 'table' && fact.state !== 'CLOSED'
      ? [{ ...fact, owned: fact.at >= moment }]
      : [fact],
  )

const closeWait = recorded('close-wait')
const accepted = ownedFrom(closeWait, 0)
const waiting = ownedFrom(closeWait, Number.POSITIVE_INFINITY)
const brokenOff = (record: Evidence): Evidence =>
  change(record, (fact) => (fact.kind === 'awaited' ? [{ ...fact, outcome: 'did not come' }] : [fact]))
const endsSoon = (record: Evidence): Evidence => {
  const opened = factsOf(record, 'sample').find(({ host, state }) => host === 'server' && state === 'ESTABLISHED')
  const end = (opened?.at ?? 0) + 100
  const cut = { ...record, facts: record.facts.filter(({ at, kind }) => at < end && kind !== 'end') }
  return change(cut, (fact) => [fact])
}

describe("a server's accept()", () => {
  it('is asked of nobody but a replaced server, and of no record that does not tell whose a socket is', () => {
    expect(claim.applies(accepted)).toBe(true)
    expect(claim.applies({ ...accepted, setting: closeWait.setting })).toBe(false)
    expect(claim.applies(theirs(closeWait))).toBe(false)
  })
  it('is seen where a program has the socket', () => expect(outcome(claim, accepted)).toBe('holds'))
  it('is missing where the connection waits to the end, whoever else was late', () => {
    expect(verdict(claim, waiting)).toMatchObject({ outcome: 'fails', sure: true })
    expect(judged(claim, late(waiting, ms(600)))).toBe('fails')
  })
  it('may still come on a machine that is later than that, and where nobody waited for it', () => {
    expect(judged(claim, late(waiting, ms(2000)))).toBe('unknown')
    expect(judged(claim, endsSoon(waiting))).toBe('unknown')
  })
  it('is not asked for where the play was broken off soon after', () =>
    expect(judged(claim, brokenOff(endsSoon(waiting)))).toBe('not reached'))
  it('cannot be told to have come where the table was not looked at', () =>
    expect(judged(claim, blinded(accepted, 'table'))).toBe('unknown'))
  it('of one that closes its side has come, however short it was', () => {
    const stale = recorded('stale-syn')
    expect(outcome(claim, ownedFrom(stale, Number.POSITIVE_INFINITY))).toBe('holds')
  })
  it('may be put off by a server that serves another', () => {
    const handshake = recorded('handshake')
    const opened = factsOf(handshake, 'sample').filter(
      ({ host, state }) => host === 'server' && state === 'ESTABLISHED',
    )
    const [first] = opened
    const inTurn = change(theirs(handshake), (fact) =>
      fact.kind === 'sample' && fact.host === 'server' && fact.by === 'table' && fact.state !== 'CLOSED'
        ? [{ ...fact, owned: fact.remote === first?.remote }]
        : [fact],
    )
    expect(outcome(claim, inTurn)).toBe('holds')
    // Its client has closed, and nobody closes the socket: it is not served any more, and the next is kept waiting.
    const [step] = factsOf(closeWait, 'transition').filter(({ host, to }) => host === 'server' && to === 'CLOSE-WAIT')
    const [look] = factsOf(handshake, 'poll').filter(({ host, by }) => host === 'server' && by === 'table')
    if (!step || !look || !first) throw new Error('the records show no CLOSE-WAIT and no look')
    const { local, remote } = first
    const left = adding(inTurn, { ...step, local, remote, at: ms(look.at + 1000) })
    const kept = adding(left, { ...look, at: ms(look.at + 9000) })
    expect(verdict(claim, kept)).toMatchObject({ outcome: 'fails', sure: true })
    // Its record ends soon: nobody knows what would have come.
    expect(outcome(claim, ownedFrom(handshake, Number.POSITIVE_INFINITY))).toBe('unknown')
  })
})
