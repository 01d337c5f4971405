import { describe, expect, it } from 'vitest'
import { type End, type Evidence, type Fact, factsOf, type KernelFact } from '../../src/evidence.ts'
import { connectionsOf } from '../../src/story/connections.ts'
import { miscounts } from '../../src/story/counted.ts'
import { ms } from '../../src/tcp.ts'
import { recorded } from '../fixtures.ts'
import { adding, change, without } from '../records.ts'

const lost = recorded('last-ack-lost')
const stale = recorded('stale-syn')
const wrong = (record: Evidence): string[] => miscounts(record).map(({ end, what }) => `${end}: ${what}`)

/** As if the end's kernel had counted so many more. */
const counted = (record: Evidence, host: End, name: string, more: number): Evidence =>
  change(record, (fact) =>
    fact.kind === 'counters' && fact.host === host
      ? [{ ...fact, moved: { ...fact.moved, [name]: (fact.moved[name] ?? 0) + more } }]
      : [fact],
  )

describe('counters and captures agree', () => {
  it.each(['close-wait', 'handshake', 'last-ack-lost', 'stale-syn', 'duplicate', 'reorder', 'segmentation'])(
    'in the record of %s',
    (name) => expect(miscounts(recorded(name))).toEqual([]),
  )
  it('of a machine that has none, for nobody says otherwise', () =>
    expect(miscounts(without(lost, ({ kind }) => kind === 'counters'))).toEqual([]))
})

describe('one counter that contradicts the wire is seen: ', () => {
  it.each([
    ['Tcp.OutSegs', ['server: sent']],
    ['Tcp.InSegs', ['server: arrived']],
    ['Tcp.RetransSegs', ['server: sent', 'server: sent again']],
    ['Tcp.OutRsts', ['server: RSTs sent']],
  ])('%s', (name, what) => {
    expect(wrong(counted(lost, 'server', name, 1))).toEqual(what)
    expect(wrong(counted(lost, 'server', name, 1000))).toEqual(what)
  })
  it('both numbers are told', () =>
    expect(miscounts(counted(lost, 'client', 'Tcp.InSegs', 3))).toMatchObject([{ counted: 7, shown: [4, 4] }]))
})

describe('a segment that nobody captured', () => {
  it('was counted', () => {
    const [fin] = factsOf(lost, 'segment').filter(({ segment }) => segment.flags === 'F.')
    const missed = without(lost, (fact) => fact.kind === 'segment' && fact.segment.id === fin?.segment.id)
    expect(wrong(missed).length).toBeGreaterThan(0)
  })
  it('may have passed while the counters were read', () => {
    const end = factsOf(lost, 'counters').find(({ host }) => host === 'client')
    const last = factsOf(lost, 'segment').findLast(({ host }) => host === 'client')
    if (!end || !last) throw new Error('the record shows no counters of the client')
    const more = (at: number): Evidence => adding(lost, { ...last, at: ms(at), segment: { ...last.segment, id: 7 } })
    expect(wrong(more(end.at - 100))).toContain('client: sent')
    expect(wrong(more(end.at))).toEqual([])
  })
})

describe('what Linux counts otherwise', () => {
  it('is a SYN+ACK that is sent again, in OutSegs and in RetransSegs', () => {
    const silenced = recorded('stale-syn')
    const synAck = factsOf(silenced, 'segment').filter(({ segment }) => segment.flags === 'S.')
    const twice = synAck.filter(({ host, segment }) => host === 'server' && segment.ack === synAck.at(-1)?.segment.ack)
    const again = twice.at(-1)
    if (!again) throw new Error('the record shows no SYN+ACK')
    const fact: Fact = { ...again, at: ms(again.at + 10), segment: { ...again.segment, id: 9 } }
    const traced: KernelFact = {
      kind: 'kernel', at: ms(again.at + 10), within: ms(0), host: 'server', by: 'kernel', detail: '',
      event: 'tcp_retransmit_synack', local: again.segment.from, remote: again.segment.to,
    } // biome-ignore format: one fact
    const record = adding(adding(silenced, fact), traced)
    const both = counted(counted(record, 'server', 'Tcp.OutSegs', 1), 'server', 'Tcp.RetransSegs', 1)
    expect(wrong(both)).toEqual([])
    expect(wrong(counted(record, 'server', 'Tcp.RetransSegs', 1))).not.toEqual([])
  })
  it('is none of the SYN+ACKs that are sent again just after the counters were read', () => {
    const counters = factsOf(stale, 'counters').find(({ host }) => host === 'server')
    const synAck = factsOf(stale, 'segment').findLast(
      ({ segment, host }) => segment.flags === 'S.' && host === 'server',
    )
    if (!counters || !synAck) throw new Error('the record shows no SYN+ACK')
    const after = ms(counters.at + 0.01)
    const crowd = [1, 2, 3].map((id): Fact => ({ ...synAck, at: after, segment: { ...synAck.segment, id: 90 + id } }))
    const record = crowd.reduce(
      adding,
      without(stale, ({ kind }) => kind === 'kernel'),
    )
    expect(wrong(record).filter((what) => what === 'server: sent')).toEqual([])
  })
  it('is a SYN that leaves its bytes behind when it is sent again, and they when they follow', () => {
    const [first] = factsOf(stale, 'segment').filter(({ segment }) => segment.flags === 'S')
    const withBytes = change(
      without(stale, ({ kind }) => kind === 'kernel'),
      (fact) =>
        fact.kind === 'segment' && fact.segment.id === first?.segment.id && fact.segment.flags === 'S'
          ? [{ ...fact, segment: { ...fact.segment, length: 5 } }]
          : [fact],
    )
    const untraced = { ...withBytes, setting: { ...stale.setting, missing: { kernel: 'no tracefs' as const } } }
    expect(wrong(untraced)).toEqual(['client: sent again'])
    expect(wrong(counted(counted(untraced, 'client', 'Tcp.RetransSegs', 1), 'client', 'Tcp.OutSegs', -1))).toEqual([])
  })
  it('are the RSTs that a firewall keeps back, where a raw peer stands in the place of the client', () => {
    const raw = { ...lost, setting: { ...lost.setting, rawPeer: '198.19.253.7' } }
    const silenced = counted(counted(raw, 'client', 'Tcp.OutRsts', 2), 'client', 'Tcp.OutSegs', 2)
    expect(wrong(silenced)).toEqual([])
    expect(wrong({ ...silenced, setting: lost.setting })).not.toEqual([])
  })
})

describe('a raw peer in the place of the server', () => {
  const { server } = lost.setting
  const raw = { ...lost, setting: { ...lost.setting, rawPeer: server } }
  const sent = factsOf(lost, 'segment').filter(({ host, direction }) => host === 'server' && direction === 'out')
  it('sends what its kernel does not count, which counts the RSTs that a firewall keeps back', () => {
    const moved = (record: typeof lost, name: string) =>
      factsOf(record, 'counters').find(({ host }) => host === 'server')?.moved[name] ?? 0
    const none = ['Tcp.OutSegs', 'Tcp.RetransSegs'].reduce(
      (record, name) => counted(record, 'server', name, -moved(record, name)),
      without(raw, ({ kind }) => kind === 'kernel'),
    )
    expect(sent.length).toBeGreaterThan(0)
    expect(wrong(none)).toEqual([])
    expect(wrong(counted(counted(none, 'server', 'Tcp.OutRsts', 2), 'server', 'Tcp.OutSegs', 2))).toEqual([])
    expect(wrong({ ...none, setting: lost.setting })).not.toEqual([])
  })
})

describe('the tracepoints', () => {
  const isAgain = ({ kind }: Fact): boolean => kind === 'kernel'
  it('have told of each segment that was sent again', () => {
    expect(wrong(without(lost, isAgain))).toEqual(['server: traced: sent again'])
    expect(
      wrong(without({ ...lost, setting: { ...lost.setting, missing: { kernel: 'no tracefs' } } }, isAgain)),
    ).toEqual([])
  })
  it('have told of none that the wire does not show', () => {
    const [again] = factsOf(lost, 'kernel')
    if (!again) throw new Error('the record shows no tracepoint')
    expect(wrong(adding(lost, again))).toEqual(['server: traced: sent again'])
    expect(wrong(adding(lost, { ...again, event: 'tcp_send_reset' }))).toEqual(['server: traced: RSTs sent'])
    const [connection] = connectionsOf(stale)
    if (!connection) throw new Error('the record shows no connection')
    const ends = { local: connection.client, remote: connection.server }
    expect(wrong(adding(stale, { ...again, ...ends, host: 'client', event: 'tcp_receive_reset' }))).toEqual([
      'client: traced: RSTs arrived',
    ])
  })
})
