import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { labNames } from '../../src/catalogue/names.ts'
import { castLab } from '../../src/catalogue.ts'
import type { Verdict } from '../../src/claim.ts'
import { universalClaims } from '../../src/claims/universal.ts'
import type { Finding } from '../../src/finding.ts'
import { words } from '../../src/lab.ts'
import { type Flags, ms } from '../../src/tcp.ts'
import { judgeAll } from '../../src/verdict.ts'
import { english } from '../../src/words/en.ts'
import { recorded } from '../fixtures.ts'

const claims = (await Promise.all(labNames().map((name) => castLab(name)))).flatMap(({ lab }) => lab.claims(words))
const segment = { speaker: 'client', flags: 'F.' as Flags, seq: 1, ack: 2, length: 0 } as const

describe('in English what a claim found', () => {
  it.each<[string, Finding]>([
    ['a FIN that comes again', 'a FIN again'],
    ['3 connections', { kind: 'count', of: 'connections', number: 3 }],
    [
      'SYN-SENT at +1.000 ms (kernel), ESTABLISHED at +2.000 ms (nobody)',
      {
        kind: 'path',
        steps: [
          { state: 'SYN-SENT', at: ms(1), by: 'kernel' },
          { state: 'ESTABLISHED', at: ms(2) },
        ],
      },
    ],
    ['no further state after CLOSED (+9.000 ms)', { kind: 'next', after: { state: 'CLOSED', at: ms(9) } }],
    ['LISTEN first', { kind: 'next', state: 'LISTEN' }],
    ['TIME-WAIT for 59.9 s to 62.1 s', { kind: 'lasted', state: 'TIME-WAIT', time: ms(59_900), upTo: ms(62_100) }],
    [
      'CLOSE-WAIT for 1.0 ms: no connection was seen',
      { kind: 'lasted', state: 'CLOSE-WAIT', time: ms(1), path: 'no connection' },
    ],
    ["'client > F. 1:1(0) ack 2' at +5.000 ms", { kind: 'segment', segment, at: ms(5) }],
    [
      'client > F. 1:1(0) ack 2 at +5.000 ms (it never arrived)',
      { kind: 'segments', segments: [{ segment, at: ms(5), lost: true }] },
    ],
    ["the end after 'client > .'", { kind: 'line', after: 'client > .' }],
    [
      'a machine that keeps up: it was up to 700.0 ms late; otherwise none, where a FIN is due',
      { kind: 'machine in time', late: ms(700), else: { got: 'none', expected: 'a FIN' } },
    ],
    [
      "a machine that keeps up: it was up to 700.0 ms late, in all, while waiting for 'server reaches LISTEN'",
      {
        kind: 'machine in time',
        late: ms(700),
        while: { kind: 'claim', claim: words.server.reaches('LISTEN').states },
      },
    ],
    [
      'not within 10.0 s; the listener: no connection was seen; the server program exited with status 1 at +1.000 ms',
      {
        kind: 'in vain',
        waited: ms(10_000),
        paths: [{ of: 'the listener', path: 'no connection' }],
        deeds: [
          {
            kind: 'program', at: ms(1), within: ms(0), host: 'server', by: 'program', deed: 'exited', ending: { status: 1 },
          }, // biome-ignore format: one fact
        ],
      },
    ],
    ['the FIN that had arrived', { kind: 'cause', cause: { fin: true }, is: 'arrived' }],
    ['5 bytes for the server to read', { kind: 'cause', cause: { bytes: 5 }, is: { for: 'server' } }],
    ['ss never printed it', { kind: 'printed', by: 'ss', states: [] }],
    ['ss showed no timer at +1.000 ms', { kind: 'showed timer', by: 'ss', at: ms(1) }],
  ])('is: %s', (sentence, found) => expect(english.finding(found)).toBe(sentence))
})

const found = (verdict: Verdict): Finding[] => {
  if (verdict.outcome === 'fails') return [verdict.expected, verdict.got]
  if (verdict.outcome === 'unknown') return [verdict.missing]
  return verdict.outcome === 'holds' && verdict.measured ? [verdict.measured] : []
}

describe('whatever any claim finds in', () => {
  const names = readdirSync(join(import.meta.dirname, '../fixtures/runs'))
  it.each(names)('the record of %s has a sentence, also when it was written down and read again', (name) => {
    for (const { verdict } of judgeAll([...claims, ...universalClaims(claims)], recorded(name)))
      for (const each of found(verdict)) {
        const sentence = english.finding(each)
        expect(sentence).toMatch(/\S/)
        expect(sentence).not.toMatch(/undefined|NaN|\[object|does not break/)
        expect(english.finding(JSON.parse(JSON.stringify(each)))).toBe(sentence)
      }
  })
})
