import { describe, expect, it } from 'vitest'
import type { Outcome } from '../../src/claim.ts'
import { universalClaims } from '../../src/claims/universal.ts'
import { type Evidence, type Fact, factsOf, type SampleFact } from '../../src/evidence.ts'
import { words } from '../../src/lab.ts'
import { ms, sequence } from '../../src/tcp.ts'
import { recorded } from '../fixtures.ts'
import { change, judged, outcome, without } from '../records.ts'
import { client, segment, server, setting } from './segment.ts'

const routing = recorded('routing')
const segmentation = recorded('segmentation')
const reorder = recorded('reorder')
const duplicate = recorded('duplicate')

describe('the frames of a link', () => {
  const line = 'client > router IP client > server ttl 64 TCP S'
  const isFirst = (fact: Fact): boolean => fact === factsOf(routing, 'frame').find(({ host }) => host === 'client')
  const shows = words.link('client').shows`
    client > all     who-has router
    router > client  router is-at router
    ...
  `
  it('show what crossed, in order', () => {
    expect(outcome(shows, routing)).toBe('holds')
    expect(outcome(words.link('client').has(line), routing)).toBe('holds')
  })
  it('do not where a question is missing, or comes from another', () => {
    expect(outcome(shows, without(routing, isFirst))).toBe('fails')
    const other = change(routing, (fact) =>
      fact.kind === 'frame' && isFirst(fact)
        ? [{ ...fact, frame: { ...fact.frame, from: '02:00:00:00:00:09' } }]
        : [fact],
    )
    expect(outcome(shows, other)).toBe('fails')
    expect(outcome(words.link('client').has(line, 2), routing)).toBe('fails')
  })
  it('do not where there is one more', () => {
    const exact = words.link('server').shows`
      router > all     who-has server
      server > router  server is-at server
    `
    expect(outcome(exact, routing)).toBe('fails')
  })
})

describe('carriesThrough', () => {
  const alter = (field: 'data' | 'hops' | 'source' | 'mac'): Evidence =>
    change(routing, (fact) => {
      if (fact.kind !== 'frame' || fact.host !== 'server' || fact.frame.text !== 'hello' || !fact.frame.ip)
        return [fact]
      const { frame } = fact
      const ip = fact.frame.ip
      if (field === 'data') return [{ ...fact, frame: { ...frame, data: '00' } }]
      if (field === 'mac') return [{ ...fact, frame: { ...frame, from: '02:00:00:00:00:01' } }]
      return [
        { ...fact, frame: { ...frame, ip: field === 'hops' ? { ...ip, hops: 64 } : { ...ip, source: '198.18.0.9' } } },
      ]
    })
  it('holds of data that a router forwarded', () =>
    expect(outcome(words.carriesThrough('hello'), routing)).toBe('holds'))
  it.each(['data', 'hops', 'source', 'mac'] as const)('fails where the %s is another', (field) => {
    expect(outcome(words.carriesThrough('hello'), alter(field))).toBe('fails')
  })
  it('fails of data that nobody sent', () => expect(outcome(words.carriesThrough('goodbye'), routing)).toBe('fails'))
})

describe('encapsulates', () => {
  const claim = words.link('client').encapsulates('hello')
  it('holds of headers that follow one another', () => expect(outcome(claim, routing)).toBe('holds'))
  it('holds of a packet that no Ethernet carries, where that is said', () => {
    const bare = change(routing, (fact) => {
      if (fact.kind !== 'frame') return [fact]
      const { from: _, to: __, layers, size, ...frame } = fact.frame
      const inside = layers.slice(1).map((layer) => ({ ...layer, at: layer.at - 14 }))
      return [{ ...fact, frame: { ...frame, size: size - 14, layers: inside } }]
    })
    const inIp = words.link('client').encapsulates('hello', 'IP')
    expect(outcome(inIp, bare)).toBe('holds')
    expect(outcome(inIp, routing)).toBe('fails')
    expect(outcome(claim, bare)).toBe('fails')
    expect(outcome(words.link('client').has('IP client > server ttl 64 TCP S'), bare)).toBe('holds')
  })
  it('fails of text that nobody sent, and of another layer in between', () => {
    expect(outcome(words.link('client').encapsulates('goodbye'), routing)).toBe('fails')
    const other = change(routing, (fact) => {
      if (fact.kind !== 'frame' || fact.frame.text !== 'hello') return [fact]
      const layers = fact.frame.layers.flatMap((layer) =>
        layer.name === 'TCP' ? [{ name: 'UDP' as const, at: layer.at, size: 0 }, layer] : [layer],
      )
      return [{ ...fact, frame: { ...fact.frame, layers } }]
    })
    expect(outcome(claim, other)).toBe('fails')
  })
  it('fails where one begins elsewhere, or bytes are left over', () => {
    const shifted = (by: number, size = 0): Evidence =>
      change(routing, (fact) => {
        if (fact.kind !== 'frame' || fact.frame.text !== 'hello') return [fact]
        const layers = fact.frame.layers.map((layer) =>
          layer.name === 'TCP' ? { ...layer, at: layer.at + by } : layer,
        )
        return [{ ...fact, frame: { ...fact.frame, layers, size: fact.frame.size + size } }]
      })
    expect(outcome(claim, shifted(1))).toBe('fails')
    expect(outcome(claim, shifted(0, 4))).toBe('fails')
  })
})

describe('segments', () => {
  const claim = words.wire.segments('client', 10_000)
  const isData = (fact: Fact): boolean => fact.kind === 'segment' && fact.segment.length > 0
  it('holds of segments as long as they may be', () => expect(outcome(claim, segmentation)).toBe('holds'))
  it('fails of others', () => {
    expect(outcome(words.wire.segments('client', 10_000, 536), segmentation)).toBe('fails')
    expect(outcome(words.wire.segments('client', 9_000), segmentation)).toBe('fails')
    const longer = change(segmentation, (fact) =>
      fact.kind === 'segment' && isData(fact)
        ? [{ ...fact, segment: { ...fact.segment, length: fact.segment.length + 1 } }]
        : [fact],
    )
    expect(outcome(claim, longer)).toBe('fails')
  })
})

describe('what an end reports by SACK', () => {
  const bare = (evidence: Evidence): Evidence =>
    change(evidence, (fact) =>
      fact.kind === 'segment'
        ? [{ ...fact, segment: { ...fact.segment, options: { ...fact.segment.options, sack: [] } } }]
        : [fact],
    )
  it('is what it keeps, beyond its ack', () => {
    expect(outcome(words.server.reportsKept(5, 9), reorder)).toBe('holds')
    expect(outcome(words.server.reportsKept(1, 5), reorder)).toBe('fails')
    expect(outcome(words.server.reportsKept(5, 9), bare(reorder))).toBe('fails')
  })
  it('is what came twice, below its ack', () => {
    expect(outcome(words.server.reportsDuplicate(1, 6), duplicate)).toBe('holds')
    expect(outcome(words.server.reportsDuplicate(1, 5), duplicate)).toBe('fails')
    expect(outcome(words.server.reportsDuplicate(1, 6), bare(duplicate))).toBe('fails')
  })
})

describe('a doubled segment', () => {
  const judge = (evidence: Evidence) => {
    const claim = universalClaims([]).find(({ id }) => id === 'universal.no-contradiction')
    return claim && judged(claim, evidence)
  }
  it('is no contradiction where the network was told to double', () => expect(judge(duplicate)).toBe('holds'))
  it('is nothing to rely on where it was not: its sender was not captured', () =>
    expect(judge(without(duplicate, ({ kind }) => kind === 'fault'))).toBe('unknown'))
})

describe('acknowledges, sends and loses', () => {
  it('hold of what was, and fail of what was not', () => {
    expect(outcome(words.server.acknowledges(6), duplicate)).toBe('holds')
    expect(outcome(words.server.acknowledges(7), duplicate)).toBe('fails')
    expect(outcome(words.client.sends(1, 6), duplicate)).toBe('holds')
    expect(outcome(words.client.sends(1, 7), duplicate)).toBe('fails')
    expect(outcome(words.wire.loses('client', 1), duplicate)).toBe('fails')
  })
})

const opening = [
  ...segment(0, 'client', 'S', {}),
  ...segment(1, 'server', 'S.', { ack: sequence(1) }),
  ...segment(2, 'client', '.', { seq: sequence(1), ack: sequence(1) }),
]

describe('closesWindow', () => {
  const closed = segment(10, 'server', '.', { seq: sequence(1), ack: sequence(101), window: 0 })
  const probe = segment(300, 'client', '.', { seq: sequence(100), ack: sequence(1) })
  const open = segment(900, 'server', '.', { seq: sequence(1), ack: sequence(101), window: 50 })
  const more = segment(400, 'client', '.', { seq: sequence(101), ack: sequence(1), length: 10 })
  const judge = (...facts: Fact[][]): Outcome =>
    outcome(words.server.closesWindow(), { setting, facts: [...opening, ...facts.flat()].sort((a, b) => a.at - b.at) })

  it('holds of a window that is closed, probed and opened', () => expect(judge(closed, probe, open)).toBe('holds'))
  it('fails where it is never closed, never probed or never opened', () => {
    expect(judge(open)).toBe('fails')
    expect(judge(closed, open)).toBe('fails')
    expect(judge(closed, probe)).toBe('fails')
  })
  it('fails where something is sent beyond it', () => expect(judge(closed, probe, more, open)).toBe('fails'))
})

describe('leavesUnread', () => {
  const sent = [
    ...segment(10, 'client', 'P.', { seq: sequence(1), ack: sequence(1), length: 5 }),
    ...segment(11, 'server', '.', { seq: sequence(1), ack: sequence(6) }),
  ]
  const look = (at: number, receiveQueue: number, state: SampleFact['state'] = 'ESTABLISHED'): SampleFact => ({
    kind: 'sample', at: ms(at), within: ms(1), host: 'server', by: 'ss', local: server, remote: client, state, receiveQueue,
  }) // biome-ignore format: one look
  const judge = (...facts: Fact[]): Outcome =>
    outcome(words.server.leavesUnread(5), { setting, facts: [...opening, ...facts].sort((a, b) => a.at - b.at) })

  it('holds where all of it waits in the receive queue, and of what came before it arrived nothing is asked', () =>
    expect(judge(...sent, look(5, 0), look(20, 5), look(30, 5))).toBe('holds'))
  it('fails where some of it was read, or it never came', () => {
    expect(judge(...sent, look(20, 5), look(30, 3))).toBe('fails')
    expect(judge(...sent, look(20, 0))).toBe('fails')
    expect(judge(look(20, 0))).toBe('fails')
  })
  it('does not ask what becomes of it when the socket is gone', () =>
    expect(judge(...sent, look(20, 5), look(30, 0, 'CLOSED'))).toBe('holds'))
  it('is unknown where nobody has looked', () => expect(judge(...sent)).toBe('unknown'))
})

describe('adapts', () => {
  const look = (at: number, window: number, threshold?: number): SampleFact => ({
    kind: 'sample', at: ms(at), within: ms(1), host: 'client', by: 'ss', local: client, remote: server, state: 'ESTABLISHED',
    congestion: { control: 'reno', window, ...(threshold === undefined ? {} : { threshold }) },
  }) // biome-ignore format: one look
  const [out] = segment(50, 'client', '.', { seq: sequence(1), ack: sequence(1), length: 10 })
  const lost: Fact[] = out?.kind === 'segment' ? [out, { ...out, host: 'router', tap: 'client', direction: 'in' }] : []
  const judge = (looks: SampleFact[], loss = lost): Outcome =>
    outcome(words.client.adapts(), { setting, facts: [...opening, ...loss, ...looks].sort((a, b) => a.at - b.at) })

  it('holds of a window that grows, is cut and grows again', () =>
    expect(judge([look(20, 10), look(60, 40), look(100, 20, 20), look(140, 22, 20)])).toBe('holds'))
  it('holds where it is cut once more at the end', () =>
    expect(judge([look(20, 10), look(60, 40), look(100, 20, 20), look(140, 22, 20), look(180, 10, 10)])).toBe('holds'))
  it.each([
    ['does not grow', [look(20, 10), look(60, 14), look(100, 8, 8), look(140, 9, 8)]],
    ['is not cut', [look(20, 10), look(60, 40), look(100, 40), look(140, 41)]],
    ['does not grow again', [look(20, 10), look(60, 40), look(100, 20, 20), look(140, 20, 20)]],
  ])('fails of one that %s', (_, looks) => expect(judge(looks)).toBe('fails'))
  it('fails where nothing was lost', () =>
    expect(judge([look(20, 10), look(60, 40), look(100, 20, 20), look(140, 22, 20)], [])).toBe('fails'))
  it('is unknown where hardly anybody looked', () => expect(judge([look(20, 10), look(60, 40)])).toBe('unknown'))
})

describe('followsLine', () => {
  const line = (number: number, at: number, deed: 'set' | 'healed', rate: string): Fact => ({
    kind: 'fault', at: ms(at), within: ms(0), host: 'router', by: 'network', fault: `fault_${number}`, deed, struck: 0,
    verb: 'narrow', toward: 'server', rate, queue: 30_000,
  }) // biome-ignore format: one fact
  const lines = [
    line(1, 1000, 'set', '8mbit'),
    line(2, 2000, 'set', '1mbit'),
    line(1, 2000, 'healed', '8mbit'),
    line(3, 3000, 'set', '8mbit'),
    line(2, 3000, 'healed', '1mbit'),
    line(3, 4000, 'healed', '8mbit'),
  ]
  /** So many segments of a thousand bytes in each second, one after the other. */
  const sending = (...counts: number[]): Fact[] =>
    counts.flatMap((count, second) =>
      Array.from({ length: count }, (_, index) => {
        const at = 1000 * (second + 1) + (1000 * index) / count
        return segment(at, 'client', '.', { seq: sequence(1 + at * 100), ack: sequence(1), length: 1000 })
      }).flat(),
    )
  const record = (facts: readonly Fact[]): Evidence => ({
    setting,
    facts: [...opening, ...facts].toSorted((a, b) => a.at - b.at),
  })
  const both = (facts: readonly Fact[]): Array<Outcome> =>
    (['narrower', 'wider'] as const).map((change) => outcome(words.client.followsLine(change), record(facts)))

  it('holds of a rate that falls with the line and rises with it', () =>
    expect(both([...lines, ...sending(900, 100, 900)])).toEqual(['holds', 'holds']))
  it.each([
    ['does not fall', [900, 900, 900], ['fails', 'fails']],
    ['does not rise again', [900, 100, 100], ['holds', 'fails']],
    ['falls to nothing', [900, 0, 900], ['fails', 'holds']],
  ])('fails of one that %s', (_, counts, outcomes) => expect(both([...lines, ...sending(...counts)])).toEqual(outcomes))
  it('counts up to the FIN, however late the line is let go', () => {
    const late = [...lines.slice(0, 5), line(3, 9000, 'healed', '8mbit')]
    const fin = segment(4000, 'client', 'F.', { seq: sequence(1 + 4000 * 100), ack: sequence(1) })
    expect(both([...late, ...sending(900, 100, 900), ...fin])).toEqual(['holds', 'holds'])
  })
  it('fails where the line was never changed', () =>
    expect(both([...lines.slice(0, 1), ...sending(900, 100, 900)])).toEqual(['fails', 'fails']))
  it('is unknown where the machine was so late that it can have held the sender up', () => {
    const lateness = (worst: number): Fact => ({
      kind: 'lateness', at: ms(4000), within: ms(4000), host: 'client', by: 'harness', worst: ms(worst), lost: ms(worst),
    }) // biome-ignore format: one fact
    expect(both([...lines, ...sending(900, 900, 900), lateness(300)])).toEqual(['unknown', 'unknown'])
    expect(both([...lines, ...sending(900, 900, 900), lateness(100)])).toEqual(['fails', 'fails'])
  })
})
