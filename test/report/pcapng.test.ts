import { describe, expect, it } from 'vitest'
import { type Evidence, factsOf } from '../../src/evidence.ts'
import { type CapturedFrame, frameComments } from '../../src/report/pcapng.ts'
import { recorded } from '../fixtures.ts'

/** What the router's capture of the run held, as its facts tell; a frame of another kind stands before each. */
const framesOf = (evidence: Evidence): CapturedFrame[] =>
  factsOf(evidence, 'segment')
    .filter(({ host }) => host === 'router')
    .flatMap(({ segment, direction }) => [{}, { segment, outgoing: direction === 'out' }])

describe('the comments of a capture', () => {
  it('stand at the segments that change a state: where it comes in for its sender, where it leaves for its receiver', () => {
    const evidence = recorded('close-wait')
    const frames = framesOf(evidence)
    const comments = frameComments(evidence, frames)
    const shown = [...comments].map(([number, text]) => {
      const { segment, outgoing } = frames[number - 1] ?? {}
      return [segment?.flags, outgoing ? 'out' : 'in', text]
    })
    expect(shown).toEqual([
      ['S', 'in', 'client: CLOSED → SYN-SENT'],
      ['S.', 'in', 'server: LISTEN → SYN-RECEIVED'],
      ['S.', 'out', 'client: SYN-SENT → ESTABLISHED'],
      ['.', 'out', 'server: SYN-RECEIVED → ESTABLISHED'],
      ['F.', 'in', 'client: ESTABLISHED → FIN-WAIT-1'],
      ['F.', 'out', 'server: ESTABLISHED → CLOSE-WAIT'],
      ['.', 'out', 'client: FIN-WAIT-1 → FIN-WAIT-2'],
    ])
  })

  it('name the connection where there are several', () => {
    const evidence = recorded('handshake')
    const comments = [...frameComments(evidence, framesOf(evidence)).values()]
    expect(comments).toContain('client: SYN-SENT → ESTABLISHED (connection 1)')
    expect(comments).toContain('server: SYN-RECEIVED → ESTABLISHED (connection 8)')
  })

  it('are none where the capture has none of the segments', () => {
    expect(frameComments(recorded('close-wait'), [{}, {}])).toEqual(new Map())
  })
})
