import { join } from 'node:path'
import { execa } from 'execa'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { movedBetween } from '../../src/witness/counters.ts'
import { fixture } from '../fixtures.ts'

describe('the counters', () => {
  const snmp = fixture('IPv4-client.snmp')

  it('are read by group and name', () => {
    const counters = movedBetween('', snmp)
    expect(counters['Tcp.ActiveOpens']).toBeGreaterThan(5)
    expect(counters['TcpExt.TCPTimeouts']).toBeGreaterThan(0)
    expect(counters['Tcp.MaxConn']).toBe(-1)
  })

  it('are told where they have moved', () => {
    const [, opens = ''] = /^Tcp: (?:-?\d+ ){4}(\d+)/m.exec(snmp) ?? []
    const later = snmp.replace(/^(Tcp: (?:-?\d+ ){4})\d+/m, `$1${Number(opens) + 3}`)
    expect(movedBetween(snmp, later)).toEqual({ 'Tcp.ActiveOpens': 3 })
    expect(movedBetween(snmp, snmp)).toEqual({})
  })

  it('of noise are none', () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => Object.keys(movedBetween('', text)).length === 0))
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
