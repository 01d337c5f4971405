import { describe, expect, it } from 'vitest'
import { type End, type Evidence, factsOf } from '../../src/evidence.ts'
import { type CapturedFrame, type Captures, capturesOf, excerptsOf } from '../../src/report/pcapng.ts'
import { transitsOf } from '../../src/story/transits.ts'
import { english } from '../../src/words/en.ts'
import { chinese } from '../../src/words/zh.ts'
import type { Speaker } from '../../src/words.ts'
import { recorded } from '../fixtures.ts'

/** What the captures of the run held, as its facts tell; a frame of another kind, which nobody else has, stands before each. */
const captured = (evidence: Evidence): Captures =>
  Object.fromEntries(
    capturesOf(evidence).map((end) => [
      end,
      factsOf(evidence, 'segment')
        .filter(({ host }) => host === end)
        .flatMap(({ segment, at }): CapturedFrame[] => {
          const time = BigInt(Math.round(at * 1e6))
          return [{ time }, { time, segment, packet: JSON.stringify({ ...segment, hops: 0 }) }]
        }),
    ]),
  )

/** The one capture that comes of it, in the order of time: whose, its flags, what is said of it. */
function drawn(evidence: Evidence, say: Speaker = english) {
  const captures = captured(evidence)
  const frames = [...excerptsOf(evidence, captures, say)].flatMap(([end, { kept, comments }]) =>
    kept.flatMap((number) => {
      const frame = captures[end]?.[number - 1]
      return frame?.segment ? [{ end, segment: frame.segment, time: frame.time, says: comments.get(number) }] : []
    }),
  )
  return frames.toSorted((a, b) => Number(a.time - b.time))
}

const told = (evidence: Evidence, say?: Speaker) =>
  drawn(evidence, say).map(({ end, segment, says }) => [end, segment.flags, says ?? ''])

const held = (text: unknown): string => String(text).replaceAll(/\d+\.\d+ (ms|s)/g, '…')

describe('the one capture of a run', () => {
  it('has each segment on its sender’s link, with what the network did to it and what it did to the states', () => {
    expect(told(recorded('close-wait')).map((row) => row.map(held))).toEqual([
      ['client', 'S', 'client: CLOSED → SYN-SENT'],
      ['server', 'S.', 'server: LISTEN → SYN-RECEIVED; client: SYN-SENT → ESTABLISHED'],
      ['client', '.', 'server: SYN-RECEIVED → ESTABLISHED'],
      ['client', 'F.', 'held by the router for …; client: ESTABLISHED → FIN-WAIT-1; server: ESTABLISHED → CLOSE-WAIT'],
      ['server', '.', 'held by the router for …; client: FIN-WAIT-1 → FIN-WAIT-2'],
    ])
  })

  const runs = ['close-wait', 'cable-pull', 'duplicate', 'handshake', 'last-ack-lost', 'reorder', 'segmentation']
  it.each(runs)('has each segment of %s once, and loses none', (name) => {
    const evidence = recorded(name)
    const frames = drawn(evidence)
    expect(frames).toHaveLength(transitsOf(evidence).length)
    const whose = (end: End): string => evidence.setting[end]
    const fromItsOwn = frames.filter(
      ({ end, segment, says }) => segment.from.includes(whose(end)) || says?.includes('copy'),
    )
    expect(fromItsOwn).toHaveLength(frames.length)
  })

  it('has what the network made of a segment where it arrived, and says so', () => {
    const copies = drawn(recorded('duplicate')).filter(({ says }) => says?.includes('a copy that the network made'))
    expect(copies).not.toEqual([])
    expect(copies.every(({ end, segment }) => !segment.from.includes(recorded('duplicate').setting[end]))).toBe(true)
  })

  it('says what was lost, and what is sent again for the how manieth time', () => {
    const says = told(recorded('last-ack-lost')).map(([, , text]) => text)
    expect(says.join('\n')).toMatch(/lost at the router/)
    expect(says.join('\n')).toMatch(/again, 2nd/)
  })

  it('names the connection where there are several', () => {
    const says = told(recorded('handshake'))
      .map(([, , text]) => text)
      .join('\n')
    expect(says).toContain('client: SYN-SENT → ESTABLISHED (connection 1)')
    expect(says).toContain('server: SYN-RECEIVED → ESTABLISHED (connection 8)')
  })

  it('speaks Chinese', () => {
    const says = told(recorded('close-wait'), chinese).map(([, , text]) => text)
    expect(says[1]).toBe('服务器：LISTEN → SYN-RECEIVED；客户端：SYN-SENT → ESTABLISHED')
  })

  it('says nothing where the captures have none of the segments', () => {
    const excerpts = excerptsOf(recorded('close-wait'), { client: [{ time: 0n }], server: [] }, english)
    expect([...excerpts.values()]).toEqual([
      { kept: [1], comments: new Map() },
      { kept: [], comments: new Map() },
    ])
  })
})
