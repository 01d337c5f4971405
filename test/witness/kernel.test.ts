import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { movedBetween, udp6In } from '../../src/witness/counters.ts'
import { fixture } from '../fixtures.ts'

describe('the counters', () => {
  const snmp = fixture('IPv4-client.snmp')

  it('of UDP over IPv6 are read like those over IPv4, as this kernel prints them', () => {
    const [before, after] = [2, 5].map((number) =>
      udp6In(`Ip6InReceives   7\nUdp6InDatagrams\t${number}\nUdp6NoPorts 0\n`),
    )
    expect(movedBetween(before ?? '', after ?? '')).toEqual({ 'Udp6.InDatagrams': 3 })
    expect(udp6In(readFileSync('/proc/net/snmp6', 'utf8'))).toMatch(/^Udp6: InDatagrams .*\nUdp6: \d+ /)
    expect(movedBetween('', udp6In(''))).toEqual({})
  })

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

describe('counters that are not as they should be', () => {
  const snmp = fixture('IPv4-client.snmp')
  const whole = movedBetween('', snmp)

  it('cut anywhere are those of the whole, save the last number', () => {
    fc.assert(
      fc.property(fc.nat(snmp.length), (end) => {
        const cut = Object.entries(movedBetween('', snmp.slice(0, end))).slice(0, -1)
        for (const [name, value] of cut) expect({ name, value }).toEqual({ name, value: whole[name] })
      }),
    )
  })

  it('never throw with a byte changed, and are numbers all the same', () => {
    fc.assert(
      fc.property(fc.nat(snmp.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (index, letter) => {
        const counters = movedBetween(snmp, snmp.slice(0, index) + letter + snmp.slice(index + 1))
        for (const [name, value] of Object.entries(counters)) expect(Number.isFinite(value), name).toBe(true)
      }),
    )
  })

  it('of a group whose names and numbers do not stand together are left out, and so is what is no number', () => {
    expect(movedBetween('', 'Tcp: A B\nUdp: 1 2\n')).toEqual({})
    expect(movedBetween('', 'Tcp: A B\nTcp: 1 zwei\n')).toEqual({ 'Tcp.A': 1 })
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
