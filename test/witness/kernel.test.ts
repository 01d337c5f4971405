import { join } from 'node:path'
import { execa } from 'execa'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCounters } from '../../src/witness/counters.ts'
import { parseTraceLine } from '../../src/witness/kernel.ts'
import { fixture } from '../fixtures.ts'

const lines = fixture('trace.txt').trimEnd().split('\n')
const read = (line: string) => parseTraceLine(line)

describe('a line of the trace', () => {
  it('is read for each of the five events and for a mark', () => {
    const kinds = lines.map(read).map((line) => (line?.kind === 'event' ? line.event : line?.kind))
    expect(kinds).not.toContain(undefined)
    expect([...new Set(kinds)].sort()).toEqual([
      'inet_sock_set_state',
      'mark',
      'tcp_receive_reset',
      'tcp_retransmit_skb',
      'tcp_retransmit_synack',
      'tcp_send_reset',
    ])
  })

  it('tells the states, addresses and time of a transition', () => {
    const line = read(
      '  python3-4785    [001] ..s2.  7880.314783: inet_sock_set_state: family=AF_INET protocol=IPPROTO_TCP sport=11009 dport=1009 saddr=198.18.7.1 daddr=198.18.7.2 saddrv6=::ffff:198.18.7.1 daddrv6=::ffff:198.18.7.2 oldstate=TCP_FIN_WAIT1 newstate=TCP_CLOSING',
    )
    expect(line).toMatchObject({ kind: 'event', seconds: 7880.314783 })
    expect(line?.kind === 'event' && line.fields.get('newstate')).toBe('TCP_CLOSING')
  })

  it('that says that events were lost says how many', () => {
    expect(read('CPU:1 [LOST 4711 EVENTS]')).toEqual({ kind: 'lost', count: 4711 })
  })

  it('of noise is none', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => read(text) === undefined))
  })

  it('cut anywhere never throws', () => {
    fc.assert(fc.property(fc.constantFrom(...lines), fc.nat(400), (line, end) => void read(line.slice(0, end))))
  })
})

describe('the counters', () => {
  it('are read by group and name', () => {
    const counters = parseCounters(fixture('IPv4-client.snmp'))
    expect(counters['Tcp.ActiveOpens']).toBeGreaterThan(5)
    expect(counters['TcpExt.TCPTimeouts']).toBeGreaterThan(0)
    expect(counters['Tcp.MaxConn']).toBe(-1)
  })

  it('of noise are none', () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => Object.keys(parseCounters(text)).length === 0))
  })
})

describe.skipIf(process.getuid?.() !== 0)('tracing instances that killed runs left', () => {
  it('are removed, save those that are young, in use or not so named', async () => {
    const script = join(import.meta.dirname, 'sweeping.ts')
    const { stdout } = await execa('unshare', ['--mount', process.execPath, script])
    expect(JSON.parse(stdout)).toEqual({
      young: ['dead', 'live'],
      others: ['dead', 'live'],
      used: ['live'],
      refused: 'EBUSY',
      unused: [],
    })
  })
})
