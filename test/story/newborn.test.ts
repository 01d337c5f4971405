import { describe, expect, it } from 'vitest'
import { castLab } from '../../src/catalogue.ts'
import type { Evidence, Fact } from '../../src/evidence.ts'
import { judgeRun } from '../../src/run/judge.ts'
import { statesUnseen } from '../../src/story/unseen.ts'
import { recorded } from '../fixtures.ts'

const isBirth = (fact: Fact): boolean =>
  fact.kind === 'transition' && fact.from === 'LISTEN' && fact.to === 'SYN-RECEIVED'

/** As a kernel tells it that copies the listener before it knows the peer: 6.12 does, 6.18 does not. */
const withoutPeer = (evidence: Evidence): Evidence => ({
  ...evidence,
  facts: evidence.facts.map((fact) => (isBirth(fact) ? ({ ...fact, remote: '*:0' } as Fact) : fact)),
})

describe('a listener’s child whose birth is told before it has a peer', () => {
  it('is our own in the record of a Debian 13, whose kernel tells it so', async () => {
    const evidence = recorded('close-wait-debian-13')
    expect(evidence.setting.kernel).toMatch(/^6\.12\./)
    const births = evidence.facts.filter(isBirth)
    expect(births).toMatchObject([{ remote: '*:0' }])
    expect(judgeRun(await castLab('close-wait'), evidence).file.verdict).toBe('pass')
  })

  it.each(['cable-pull', 'last-ack-lost-to-the-end'])('changes nothing in the record of %s', async (name) => {
    const evidence = recorded(name)
    const lab = await castLab(evidence.setting.lab)
    expect(evidence.facts.some(isBirth)).toBe(true)
    const before = judgeRun(lab, evidence).judgement
    const after = judgeRun(lab, withoutPeer(evidence)).judgement
    expect(after.claims.map(({ id, verdict }) => [id, verdict])).toEqual(
      before.claims.map(({ id, verdict }) => [id, verdict]),
    )
  })

  it('is missed all the same where the kernel told no more of it', () => {
    const evidence = recorded('close-wait-debian-13')
    const [birth] = evidence.facts.filter(isBirth)
    const child = birth?.kind === 'transition' ? birth.socket : undefined
    const silent = evidence.facts.filter(
      (fact) => fact === birth || fact.kind !== 'transition' || fact.socket !== child,
    )
    expect(statesUnseen({ ...evidence, facts: silent })).not.toEqual([])
  })
})
