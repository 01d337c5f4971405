import { describe, expect, it } from 'vitest'
import { castLab } from '../../src/run/catalogue.ts'
import { judgeRun } from '../../src/run/verdict.ts'
import { recorded } from '../fixtures.ts'
import { change, without } from '../records.ts'

describe('a run on a machine so slow that the router held a SYN until it was sent again', async () => {
  const late = recorded('syn-recv-close-late')
  const cast = await castLab('syn-recv-close')
  const judge = (evidence: typeof late) => judgeRun(cast, evidence).file

  it('is unknown, whatever failed in it: it tells nothing of TCP', () => {
    const { verdict, status, claims } = judge(late)
    expect({ verdict, status }).toEqual({ verdict: 'unknown', status: 2 })
    expect(claims.filter((claim) => claim.verdict === 'unknown').map(({ missing }) => missing)).toContainEqual(
      expect.stringMatching(/a machine in time: the router held .* sent again; seen was: SYN-SENT/),
    )
    expect(Object.keys(claims[0] ?? {})).not.toContain('spoils')
  })

  it('fails all the same where it leaves something behind: nothing excuses that', () => {
    const left = change(late, (fact) => (fact.kind === 'cleanup' ? [{ ...fact, left: ['process 7'] }] : [fact]))
    expect(judge(left).verdict).toBe('fail')
  })

  it('fails where the router held nothing, for then it was not the machine', () => {
    expect(judge(without(late, (fact) => fact.kind === 'fault' && fact.deed === 'released')).verdict).toBe('fail')
  })
})
