import { describe, expect, it } from 'vitest'
import { type Evidence, type Fact, factsOf, type SegmentFact } from '../../src/evidence.ts'
import { ladder } from '../../src/report/ladder.ts'
import { storyEnd } from '../../src/story/end.ts'
import { moment, ms } from '../../src/tcp.ts'
import { english } from '../../src/words/en.ts'
import { recorded } from '../fixtures.ts'
import { change, without } from '../records.ts'

const evidence = recorded('close-wait')
const drawn = (record: Evidence, options: { width?: number; colors?: boolean; whole?: boolean } = {}): string[] =>
  ladder(record, { width: 80, colors: false, say: english, ...options })
const row = (record: Evidence, part: string): string => drawn(record).find((line) => line.includes(part)) ?? ''
const isFin = (fact: Fact): fact is SegmentFact => fact.kind === 'segment' && fact.segment.flags === 'F.'

describe('the ladder', () => {
  it('draws a segment from its sender to the other end, with the states that follow from it beside', () => {
    expect(row(evidence, ' S  0:0(0) ')).toMatch(/^ *\+\S+ m?s +SYN-SENT +──+ S {2}0:0\(0\) ─+/)
    expect(row(evidence, ' S. 0:0(0) ack 1 ')).toMatch(/◀─+ S\. 0:0\(0\) ack 1 ──/)
  })

  it('draws what was held in two halves: to the router, and on from there', () => {
    const [held, released] = drawn(evidence).filter((line) => line.includes('F. 1:1(0) ack 1'))
    expect(held).toMatch(/FIN-WAIT-1 +── F\. 1:1\(0\) ack 1 ─+▮ held/)
    expect(released).toMatch(/released ▮── F\. 1:1\(0\) ack 1 ─+▶ CLOSE-WAIT/)
  })

  it('draws what did not leave the router as lost, or as held where it was told to hold it', () => {
    const stopped = without(evidence, (fact) => isFin(fact) && !(fact.host === 'client' || fact.direction === 'in'))
    const kept = without(stopped, (fact) => isFin(fact) && fact.host === 'server')
    expect(row(kept, 'F. 1:1(0) ack 1')).toMatch(/▮ held/)
    const lost = change(kept, (fact) =>
      fact.kind === 'fault' && fact.verb === 'hold' ? [{ ...fact, verb: 'lose' }] : [fact],
    )
    expect(row(lost, 'F. 1:1(0) ack 1')).toMatch(/✘ lost/)
  })

  it('spells out what a terminal would obey, also of what a record says that the router was told', () => {
    const narrow = { verb: 'narrow', toward: 'server', rate: '\u001b[2J', queue: 1 } as const
    const record = change(evidence, ({ match: _, ...fact }: Fact & { match?: unknown }) =>
      fact.kind === 'fault' ? [{ ...fact, ...narrow } as Fact] : [fact as Fact],
    )
    expect(drawn(record).join('\n')).toContain('\\u{1b}[2J')
    expect(drawn(record).join('')).not.toContain('\u001b')
  })

  it('says how long nothing happened, and how the record ends', () => {
    const lines = drawn(evidence)
    expect(lines.some((line) => /┊ +·+ 3\.\d+ s ·+ ┊/.test(line))).toBe(true)
    expect(lines.at(-1)).toContain('the record ends')
    // Not when all was taken down.
    expect(lines.at(-1)).toContain(moment(storyEnd(evidence)))
  })

  it.each([80, 100, 120])('fits %d columns', (width) => {
    expect(Math.max(...drawn(evidence, { width }).map((line) => line.length))).toBeLessThanOrEqual(width)
  })

  it('has colours only where they are wanted', () => {
    expect(drawn(evidence).join()).not.toContain('\x1b[')
    expect(drawn(evidence, { colors: true }).join()).toContain('\x1b[')
  })

  it('shows of a program that prints much the first and the last, and how much more there is', () => {
    const said = factsOf(evidence, 'program').find(({ deed, host }) => deed === 'said' && host === 'server')
    if (said?.deed !== 'said') throw new Error('the record has no line of the server')
    const lines = Array.from({ length: 1000 }, (_, index) => ({
      ...said,
      at: ms(said.at + index / 1000),
      text: `nr ${index}`,
    }))
    const noisy = change(evidence, (fact) => (fact === said ? lines : [fact]))
    const shown = drawn(noisy).filter((line) => /nr \d+|more lines/.test(line))
    expect(shown).toHaveLength(16)
    expect(shown[8]).toContain('… 985 more lines by the server')
    expect([shown[7], shown.at(-1)].join()).toMatch(/nr 7\b.*nr 999\b/s)
    expect(drawn(noisy, { whole: true }).filter((line) => /nr \d+/.test(line))).toHaveLength(1000)
  })

  it('shortens a long transfer to its two ends, and shows all of it where that is wanted', () => {
    const acks = evidence.facts.filter(
      (fact): fact is SegmentFact =>
        fact.kind === 'segment' && fact.segment.flags === '.' && fact.segment.to.endsWith(':8080'),
    )
    const many = Array.from({ length: 40 }, (_, index) =>
      acks.map((fact) => ({
        ...fact,
        at: ms(fact.at + 1 + index / 100),
        segment: { ...fact.segment, id: 1000 + index },
      })),
    )
    const facts = [...evidence.facts, ...many.flat()].toSorted((a, b) => a.at - b.at)
    const [short, whole] = [drawn({ ...evidence, facts }), drawn({ ...evidence, facts }, { whole: true })]
    expect(short.filter((line) => /… \d+ more segments/.test(line))).toHaveLength(1)
    expect(whole.join()).not.toContain('more segments')
    expect(whole.length).toBe(drawn(evidence).length + 40)
    expect(short.length).toBeLessThan(whole.length - 15)
  })

  it('draws a connection that went as another did only by its number', () => {
    const lines = drawn(recorded('handshake'))
    expect(lines.filter((line) => line.startsWith('connection '))).toEqual([
      expect.stringMatching(/^connection 1: /),
      expect.stringMatching(/^connection 2: /),
    ])
    expect(lines.at(-1)).toBe('connections 3, 4, 5, 6, 7, 8 went the same way')
  })

  it('of a run without a connection tells what the programs did all the same', () => {
    const nothing = without(evidence, ({ kind }) => kind === 'segment' || kind === 'transition' || kind === 'sample')
    expect(drawn(nothing).join('\n')).toContain('listening')
  })
})
