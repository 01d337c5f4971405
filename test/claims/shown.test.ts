import { describe, expect, it } from 'vitest'
import { shownOf } from '../../src/claims/program/shown.ts'
import { type Evidence, factsOf } from '../../src/evidence.ts'
import { words } from '../../src/lab.ts'
import { recorded } from '../fixtures.ts'
import { change, outcome, verdict, without } from '../records.ts'

/** As if somebody's own programs stood at both ends, and said nothing. */
const quiet = (record: Evidence): Evidence => ({
  ...without(record, (fact) => fact.kind === 'program' && fact.deed === 'said'),
  setting: { ...record.setting, replaced: ['client', 'server'] },
})
const handshake = quiet(recorded('handshake'))
const closeWait = quiet(recorded('close-wait'))
const isSegment = (letter: string) => (fact: Evidence['facts'][number]) =>
  fact.kind === 'segment' && fact.segment.flags.includes(letter)
const isOpen = (fact: Evidence['facts'][number]): boolean =>
  fact.kind === 'sample' && !['LISTEN', 'SYN-SENT', 'SYN-RECEIVED'].includes(fact.state)
const neverOpen = change(closeWait, (fact) =>
  (fact.kind === 'transition' && fact.to === 'ESTABLISHED') || isSegment('.')(fact) || isOpen(fact) ? [] : [fact],
)

describe('what a program that need not speak has done', () => {
  it.each([
    ['server', 'listening'],
    ['server', 'accepted'],
    ['server', 'accepted 8'],
    ['client', 'connected'],
    ['client', 'connected 8'],
    ['client', 'sent'],
    ['client', 'received 1'],
    ['client', "received 'y'"],
  ] as const)('is shown by the kernel of the %s: %s', (end, line) =>
    expect(outcome(words[end].says(line), handshake)).toBe('holds'),
  )

  it.each([
    ['server', 'accepted 9'],
    ['client', 'connected 9'],
    ['client', 'failed: ECONNRESET'],
    ['client', 'failed: ETIMEDOUT'],
    ['client', '2: ECONNRESET'],
    ['client', 'received 2'],
  ] as const)('is asked for where it did not happen, of the %s: %s', (end, line) => {
    const claim = words[end].says(line)
    expect(claim.applies(handshake)).toBe(true)
    expect(verdict(claim, handshake)).toMatchObject({ outcome: 'fails', absent: true })
  })

  it('is not asked for where no kernel shows anything of it', () => {
    for (const line of ['waiting', 'bound', 'received datagram 1', 'write: EPIPE', 'done', 'joined'])
      expect(words.server.says(line).applies(handshake), line).toBe(false)
  })

  it('is no accept() while the connection waits for it', () => {
    const waits = change(handshake, (fact) =>
      fact.kind === 'sample' && fact.host === 'server' && fact.by === 'table' ? [{ ...fact, owned: false }] : [fact],
    )
    expect(outcome(words.server.says('accepted'), waits)).toBe('fails')
    const one = factsOf(waits, 'sample').find(({ state, host }) => host === 'server' && state === 'ESTABLISHED')
    const taken = change(waits, (fact) =>
      fact.kind === 'sample' && fact.remote === one?.remote && fact.by === 'table'
        ? [{ ...fact, owned: true }]
        : [fact],
    )
    expect(outcome(words.server.says('accepted'), taken)).toBe('holds')
    expect(outcome(words.server.says('accepted 2'), taken)).toBe('fails')
  })

  it('is nothing of what was not sent, or listened for, or opened', () => {
    const mute = without(handshake, (fact) => fact.kind === 'segment' && fact.segment.length > 0)
    expect(outcome(words.client.says('sent'), mute)).toBe('fails')
    expect(outcome(words.client.says("received 'y'"), mute)).toBe('fails')
    const deaf = without(
      handshake,
      (fact) => (fact.kind === 'sample' || fact.kind === 'transition') && fact.remote.endsWith(':0'),
    )
    expect(outcome(words.server.says('listening'), deaf)).toBe('fails')
    expect(outcome(words.client.says('connected'), neverOpen)).toBe('fails')
  })

  it('is what was so by the moment at which it is asked for', () => {
    const opened = closeWait.facts.find((fact) => fact.kind === 'transition' && fact.to === 'ESTABLISHED')?.at ?? 0
    expect(shownOf(closeWait, 'client', 'connected', opened - 1)).toEqual({
      wants: { kind: 'count', of: 'open connections', number: 1 },
    })
    expect(shownOf(closeWait, 'client', 'connected', opened + 100)).toHaveProperty('because')
  })
})
