import { describe, expect, it } from 'vitest'
import { castLab } from '../../src/catalogue.ts'
import type { Evidence, Fact, TransitionFact } from '../../src/evidence.ts'
import { judgeRun } from '../../src/run/judge.ts'
import { chainsBroken } from '../../src/story/strays.ts'
import { statesUnseen } from '../../src/story/unseen.ts'
import { endpoint, ms } from '../../src/tcp.ts'
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

/** Of a child at the wildcard address 6.12 tells the birth, whoever's it is; all that follows has its own addresses. */
const bornElsewhere: TransitionFact = {
  ...{ kind: 'transition', at: ms(0), within: ms(0), host: 'server', by: 'kernel', socket: 'ffff8c3003666600' },
  ...{ local: endpoint('*', 8080), remote: endpoint('*', 0), from: 'LISTEN', to: 'SYN-RECEIVED' },
}

const toldAt = (evidence: Evidence, fact: TransitionFact): Evidence => ({
  ...evidence,
  facts: [...evidence.facts, fact].toSorted((a, b) => a.at - b.at),
})

describe('the birth of a child of another namespace’s listener, at the wildcard address', () => {
  const evidence = recorded('close-wait-debian-13')
  const end = evidence.facts.find(({ kind }) => kind === 'end')?.at ?? 0

  it.each([5000, 1000, 300, 50, 1])('says nothing of ours %i ms before the story ends', async (before) => {
    const busy = toldAt(evidence, { ...bornElsewhere, at: ms(end - before) })
    expect(judgeRun(await castLab('close-wait'), busy).file.verdict).toBe('pass')
  })

  it('is none where it is the listener itself that left LISTEN', () => {
    const listener = evidence.facts.find((fact) => fact.kind === 'transition' && fact.to === 'LISTEN') as TransitionFact
    const moved: TransitionFact = { ...listener, at: ms(end - 1), from: 'LISTEN', to: 'SYN-RECEIVED' }
    expect(chainsBroken(toldAt(evidence, moved))).toMatchObject([{ because: [{ socket: listener.socket }] }])
  })
})

describe('the records of a Debian 13 on which another server at *:8080 was busy', () => {
  // fin-wait-1: the client's socket has the memory of such a child, of whose end nothing is told.
  it.each(['listen', 'fin-wait-1'])('%s passes', async (lab) => {
    const evidence = recorded(`../moments/${lab}-debian-13-busy`)
    expect(
      evidence.facts.filter(
        (fact) => isBirth(fact) && fact.kind === 'transition' && fact.local === endpoint('*', 8080),
      ),
    ).not.toEqual([])
    expect(judgeRun(await castLab(lab), evidence).file.verdict).toBe('pass')
  })
})
