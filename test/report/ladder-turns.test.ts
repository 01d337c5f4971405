import { describe, expect, it } from 'vitest'
import type { Evidence, Fact, SegmentFact } from '../../src/evidence.ts'
import { factsOf } from '../../src/evidence.ts'
import { ladder } from '../../src/report/ladder.ts'
import { widthOf } from '../../src/report/width.ts'
import { connectionsOf } from '../../src/story/connections.ts'
import { transitsOf } from '../../src/story/transits.ts'
import { endpoint, ms, readFlags, sequence } from '../../src/tcp.ts'
import { english } from '../../src/words/en.ts'
import { recorded } from '../fixtures.ts'
import { adding, change, without } from '../records.ts'

type Options = { readonly width?: number; readonly colors?: boolean; readonly whole?: boolean }
const drawn = (record: Evidence, options: Options = {}): string[] =>
  ladder(record, { width: 80, colors: false, say: english, ...options })

const cut = recorded('cable-pull')
const closeWait = recorded('close-wait')
const isLost = (line: string): boolean => line.includes('✘ lost')
const row = (record: Evidence, part: string | RegExp, options: Options = {}): string =>
  drawn(record, options).find((line) => line.search(part) >= 0) ?? ''

/** The record with the segments' fields altered where the predicate holds, at every tap alike. */
const altered = (
  record: Evidence,
  is: (fact: SegmentFact) => boolean,
  alter: (segment: SegmentFact['segment']) => Partial<SegmentFact['segment']>,
): Evidence =>
  change(record, (fact) =>
    fact.kind === 'segment' && is(fact) ? [{ ...fact, segment: { ...fact.segment, ...alter(fact.segment) } }] : [fact],
  )

describe('a segment that is sent again', () => {
  it('says so, and for the how manieth time', () => {
    const again = drawn(cut).filter((line) => line.includes('again, '))
    const times = again.map((line) => /again, (\d+\w\w)/.exec(line)?.[1])
    expect(times.slice(0, 3)).toEqual(['2nd', '3rd', '4th'])
  })

  it('is told beside it where the arrow has no room, and on the arrow where it has', () => {
    const long = altered(
      cut,
      ({ segment }) => segment.length > 0,
      () => ({ length: 123_456_789 }),
    )
    expect(row(long, 'again, 2nd')).toMatch(/│ again, 2nd ── .*\(123456789\) ack 1 .*✘ lost/)
    expect(row(long, 'again, 2nd', { width: 100 })).toMatch(/│ +── .* \(again, 2nd\) ─+✘ lost/)
  })

  it.each([
    ['S', ['2nd']],
    // It acknowledges the other's SYN, which the first did not (RFC 9293 figure 7).
    ['S.', []],
  ] as const)('is none where a SYN comes to acknowledge one: %s after S', (flags, times) => {
    const record = change(closeWait, (fact) =>
      fact.kind === 'segment' && fact.segment.flags === 'S'
        ? [
            fact,
            {
              ...fact,
              at: ms(fact.at + 0.02),
              segment: { ...fact.segment, flags: readFlags(flags) ?? fact.segment.flags, id: 4321 },
            },
          ]
        : [fact],
    )
    const sorted = { ...record, facts: record.facts.toSorted((a, b) => a.at - b.at) }
    expect(drawn(sorted).flatMap((line) => /again, (\d+\w\w)/.exec(line)?.[1] ?? [])).toEqual(times)
  })

  it('is none where the network made a copy of it', () => {
    const lines = drawn(recorded('duplicate'))
    expect(lines.filter((line) => line.includes('(copy)'))).toHaveLength(1)
    expect(lines.join()).not.toContain('again')
  })
})

describe('a loss', () => {
  const acks = factsOf(closeWait, 'segment').filter(
    ({ segment }) => segment.flags === '.' && segment.to.endsWith(':8080'),
  )
  const stops = ({ host, direction }: SegmentFact): boolean =>
    host === 'client' || (host === 'router' && direction === 'in')
  /** So many acknowledgments one after the other, some of which are lost. */
  const withMany = (count: number, isLost: (index: number) => boolean): Evidence => {
    const many = Array.from({ length: count }, (_, index) =>
      acks
        .filter((fact) => !isLost(index) || stops(fact))
        .map((fact) => ({
          ...fact,
          at: ms(fact.at + 1 + index / 100),
          segment: { ...fact.segment, id: 1000 + index },
        })),
    )
    return { ...closeWait, facts: [...closeWait.facts, ...many.flat()].toSorted((a, b) => a.at - b.at) }
  }

  it('has its row amid a long stretch', () => {
    const lines = drawn(withMany(60, (index) => index === 30))
    expect(lines.filter((line) => line.includes('more segments'))).toHaveLength(2)
    expect(lines.filter(isLost)).toHaveLength(1)
  })

  it('is counted where so many are lost that a row for each would hide the rest', () => {
    const record = withMany(200, (index) => index >= 20 && index < 180)
    const lines = drawn(record)
    const folded = lines.filter((line) => /… \d+ more segments, \d+ lost/.test(line))
    const counted = folded.map((line) => Number(/(\d+) lost/.exec(line)?.[1]))
    expect(counted).toEqual([128])
    expect(lines.filter(isLost)).toHaveLength(32)
    expect(drawn(record, { whole: true }).filter(isLost)).toHaveLength(160)
  })
})

describe('where a window is the point', () => {
  const isOfServer = ({ segment }: SegmentFact): boolean => segment.from.endsWith(':8080')
  const closing = altered(
    closeWait,
    (fact) => isOfServer(fact) && fact.segment.flags === '.' && !fact.segment.flags.includes('S'),
    () => ({ window: 0 }),
  )
  it('every segment of its end says it, in the notation of labs', () => {
    const ofServer = drawn(closing).filter((line) => line.includes('◀─'))
    expect(ofServer.length).toBeGreaterThan(0)
    for (const line of ofServer) expect(line).toMatch(/ ack \d+ win \d+ ─/)
    expect(drawn(closing).some((line) => line.includes(' win 0 '))).toBe(true)
    expect(drawn(closeWait).join()).not.toContain(' win ')
  })

  it('the segment that asks whether it is open is said to be a probe', () => {
    const [connection] = connectionsOf(closeWait)
    const ack = transitsOf(closeWait).find(
      ({ speaker, relative, connection: of }) => of === connection && speaker === 'client' && relative.flags === '.',
    )
    const probe = (ack?.taps ?? []).map((fact) => ({
      ...fact,
      at: ms(fact.at + 20),
      segment: { ...fact.segment, id: 4242, seq: sequence(fact.segment.seq - 1) },
    }))
    const record = probe.reduce<Evidence>(adding, closeWait)
    expect(row(record, /\(probe\)/)).toMatch(/── \. {2}0:0\(0\) ack 1 \(probe\) ─+▶/)
  })
})

describe('what waits', () => {
  const slow = (record: Evidence): Evidence =>
    change(record, (fact): readonly Fact[] =>
      fact.kind === 'segment' && fact.segment.flags === '.' && fact.host === 'server' && fact.direction === 'in'
        ? [{ ...fact, at: ms(fact.at + 12) }]
        : [fact],
    )
  it("in the router's queue is queued, and leaves it; what the router was told to hold is held", () => {
    const lines = drawn(slow(closeWait))
    expect(lines.some((line) => /── \. {2}1:1\(0\) ack 1 ─+▮ queued/.test(line))).toBe(true)
    expect(lines.some((line) => /leaves ▮── \. {2}1:1\(0\) ack 1 ─+▶/.test(line))).toBe(true)
    expect(lines.some((line) => /▮ held/.test(line))).toBe(true)
  })

  it('tells the rate of a narrowed line in full', () => {
    const narrow: Fact = {
      ...{ kind: 'fault', host: 'router', by: 'network', fault: 'n', deed: 'set', struck: 0, at: ms(5), within: ms(0) },
      ...{ verb: 'narrow', toward: 'server', rate: '1mbit', queue: 30_000 },
    }
    const text = drawn(adding(closeWait, narrow))
      .join('\n')
      .replaceAll(/[\s│]+/g, ' ')
    expect(text).toContain('to 1mbit, with a queue of 30000 bytes')
  })
})

describe('deeds that are all alike', () => {
  const many = Array.from(
    { length: 40 },
    (_, index): Fact => ({
      ...{ kind: 'program', deed: 'cued', host: 'server', by: 'program', text: `datagram ${index}` },
      ...{ at: ms(5 + index / 10), within: ms(0) },
    }),
  )
  const record = many.reduce<Evidence>(adding, closeWait)
  it('are folded, and shown where everything is wanted', () => {
    expect(drawn(record).filter((line) => line.includes("told 'datagram"))).toHaveLength(16)
    expect(drawn(record).filter((line) => line.includes('… 24 more like these'))).toHaveLength(1)
    expect(drawn(record, { whole: true }).filter((line) => line.includes("told 'datagram"))).toHaveLength(40)
  })
})

describe('the colours', () => {
  const esc = '\x1b['
  const color = (record: Evidence, part: string): string | undefined =>
    new RegExp(`\\x1b\\[(3\\dm)[^\\x1b]*${part}`).exec(row(record, part, { colors: true }))?.[1]
  it('tell SYN, FIN, data, what is lost and what is sent again apart', () => {
    const found = [
      color(closeWait, ' S  0:0'),
      color(closeWait, ' F. 1:1'),
      color(cut, 'P. 1:6'),
      color(cut, 'lost'),
      color(recorded('last-ack-lost'), 'again, \\d+\\w+\\)'),
    ]
    expect(found).not.toContain(undefined)
    expect(new Set(found).size).toBe(found.length)
  })

  it('are none where they are not wanted', () => expect(drawn(cut).join()).not.toContain(esc))
})

describe('below 80 columns', () => {
  it.each([40, 50, 60, 79])('at %d the ladder fits, and states stand in words on lines of their own', (width) => {
    for (const name of ['close-wait', 'cable-pull', 'handshake', 'routing', 'segmentation']) {
      const lines = drawn(recorded(name), { width })
      expect(Math.max(...lines.map(widthOf)), name).toBeLessThanOrEqual(width)
    }
    const lines = drawn(closeWait, { width })
    expect(lines.some((line) => /^ +│client SYN-SENT +│$/.test(line))).toBe(true)
    expect(lines.some((line) => /│ +server CLOSE-WAIT│$/.test(line))).toBe(true)
  })

  it('says the same of each segment as with lanes', () => {
    const numbers = (width: number): string[] =>
      drawn(closeWait, { width })
        .join('\n')
        .match(/\d+:\d+\(\d+\)/g) ?? []
    expect(numbers(40)).toEqual(numbers(80))
  })
})

describe('a congestion window that adapts', () => {
  const [connection] = connectionsOf(cut)
  const looks = [10, 20, 40, 20, 22, 24].map(
    (window, index): Fact => ({
      ...{ kind: 'sample', host: 'client', by: 'ss', state: 'ESTABLISHED' },
      ...{
        local: connection?.client ?? endpoint('198.18.0.1', 1),
        remote: connection?.server ?? endpoint('198.18.0.1', 1),
      },
      ...{ at: ms(500 + index * 500), within: ms(10), congestion: { control: 'reno', window } },
    }),
  )
  const record = looks.reduce<Evidence>(
    adding,
    without(cut, (fact) => fact.kind === 'sample' && fact.congestion !== undefined),
  )

  it('is drawn as a curve with a scale, with the losses marked under it', () => {
    const lines = drawn(record)
    const at = lines.findIndex((line) => line.startsWith('congestion window of the client'))
    expect(lines[at + 1]).toMatch(/^ +40 ┤/)
    expect(lines[at + 4]).toMatch(/^ +0 ┤[▁-█]+$/u)
    expect(lines[at + 5]).toMatch(/✘/)
    expect(lines[at + 6]).toMatch(/└\+500\.000 ms +\+3\.000 s$/)
    const heights = (column: number): string =>
      lines
        .slice(at + 1, at + 5)
        .map((line) => line[8 + column])
        .join('')
    expect(heights(30).trim()).toHaveLength(4)
    expect(heights(2).trim()).toHaveLength(1)
  })

  it('is not drawn where it follows nothing', () => {
    expect(drawn(closeWait).join()).not.toContain('congestion window')
  })
})
