import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loopbackPackets } from '../../src/witness/counters.ts'
import { parseNetstat } from '../../src/witness/netstat.ts'
import { parseTable, type Row } from '../../src/witness/proc-net-tcp.ts'
import { parseSs } from '../../src/witness/ss.ts'
import { fixture } from '../fixtures.ts'

const parsers = { ss: parseSs, netstat: parseNetstat, proc: parseTable } as const
type Name = keyof typeof parsers
const names = Object.keys(parsers) as Name[]
const hosts = ['IPv4-client', 'IPv4-server', 'IPv6-client', 'IPv6-server'] as const
const isOfFamily = (local: string, host: string): boolean =>
  Number(local.slice(local.lastIndexOf(':') + 1)) % 10_000 > 2999 === host.startsWith('IPv6')
/** The IPv6 sockets were made when the IPv4 ones were not all gone; /proc/net/tcp6 does not list those. */
const rowsOf = (host: string, name: Name): Row[] =>
  parsers[name](fixture(`${host}.${name}`)).rows.filter(({ local }) => isOfFamily(local, host))
const at = (rows: readonly Row[], port: number): Row | undefined =>
  rows.find(
    ({ local, remote }) => !remote.endsWith(':0') && (local.endsWith(`:${port}`) || remote.endsWith(`:${port}`)),
  )

/** What each socket was brought into, by the last two digits of its port: at the client and at the server. */
const states: Readonly<Record<number, readonly [string | undefined, string | undefined]>> = {
  2: ['ESTABLISHED', 'ESTABLISHED'],
  5: ['SYN-SENT', undefined],
  6: ['ESTABLISHED', 'SYN-RECEIVED'],
  7: ['FIN-WAIT-2', 'CLOSE-WAIT'],
  8: ['FIN-WAIT-2', 'CLOSE-WAIT'],
  9: ['FIN-WAIT-1', 'ESTABLISHED'],
  10: ['TIME-WAIT', 'LAST-ACK'],
  11: ['TIME-WAIT', undefined],
  12: ['FIN-WAIT-1', 'CLOSING'],
}

describe.each(names)('%s is read', (name) => {
  for (const family of ['IPv4', 'IPv6'] as const) {
    const base = family === 'IPv4' ? 1000 : 3000
    for (const [port, [client, server]] of Object.entries(states)) {
      it(`${family}: ${client ?? 'nothing'} at the client, ${server ?? 'nothing'} at the server on port ${base + Number(port)}`, () => {
        const port_ = base + Number(port)
        // A request on a port of its own may have been answered between two captures.
        expect(at(rowsOf(`${family}-client`, name), port_)?.state).toBe(client)
        if (Number(port) !== 10) expect(at(rowsOf(`${family}-server`, name), port_)?.state).toBe(server)
      })
    }
    it(`${family}: every line, and listeners with port 0 as their remote`, () => {
      const { rows, unreadable } = parsers[name](fixture(`${family}-server.${name}`))
      expect(unreadable).toEqual([])
      const lines = fixture(`${family}-server.${name}`).trimEnd().split('\n').length
      expect(rows).toHaveLength(lines - { ss: 0, netstat: 2, proc: 1 }[name])
      const listeners = rowsOf(`${family}-server`, name).filter(
        ({ state, remote }) => state === 'LISTEN' && remote.endsWith(':0'),
      )
      expect(listeners).toHaveLength(11)
    })
    it(`${family}: the timers keepalive, persist, timewait and on`, () => {
      const rows = rowsOf(`${family}-client`, name)
      const timers = [3, 4, 8, 11, 5, 2].map((port) => at(rows, base + port)?.timer)
      expect(timers).toEqual(['keepalive', 'persist', 'timewait', 'timewait', 'on', 'off'])
    })
  }
})

describe.each(hosts)('at %s the three', (host) => {
  it('show the same sockets in the same states', () => {
    const [ss, netstat, proc] = names.map((name) =>
      rowsOf(host, name)
        .map(({ local, remote, state }) => `${local} ${remote} ${state}`)
        .sort(),
    )
    expect(netstat).toEqual(ss)
    expect(proc).toEqual(ss)
  })

  it('show the same time left on a minute, to what each prints', () => {
    const [ss, netstat, proc] = names.map((name) => rowsOf(host, name).filter(({ timer }) => timer === 'timewait'))
    for (const [index, row] of (ss ?? []).entries()) {
      expect(row.left).toBeGreaterThan(5500)
      expect(row.left).toBeLessThanOrEqual(6000)
      expect(netstat?.[index]?.timer).toBe('timewait')
      expect(proc?.[index]?.timer).toBe('timewait')
    }
  })
})

describe('ss', () => {
  const left = (timer: string): number | undefined =>
    parseSs(`ESTAB 0 0 1.2.3.4:5 6.7.8.9:10 timer:(${timer},0)`).rows[0]?.left
  it.each([
    ['on,188ms', 19],
    ['timewait,59sec', 5900],
    ['timewait,1.912ms', 191],
    // As iproute2 6.15 of Debian 13 prints it, and a timer that is due in this very moment.
    ['timewait,1.896sec', 190],
    ['on,', 0],
    ['keepalive,1min30sec', 9000],
    ['keepalive,119min', 714_000],
  ])('prints the time %s', (timer, hundredths) => expect(left(timer)).toBe(hundredths))

  it('prints a timer that is overdue with no time at all, and it is a timer all the same', () => {
    const [row] = parseSs('TIME-WAIT 0 0 1.2.3.4:5 6.7.8.9:10 timer:(timewait,,0) ino:0').rows
    expect(row).toMatchObject({ timer: 'timewait', left: 0 })
  })
})

describe.each(names)('%s, when what it prints is not what it should be,', (name) => {
  const parse = parsers[name]
  const real = fixture(`IPv6-server.${name}`)

  it('yields nothing for noise', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => parse(text).rows.length === 0))
  })

  it('cut anywhere yields only rows that the whole has', () => {
    const whole = parse(real).rows.map((row) => JSON.stringify([row.local, row.state]))
    fc.assert(
      fc.property(fc.nat(real.length), (end) => {
        const cut = parse(real.slice(0, end)).rows.slice(0, -1)
        return cut.every(({ local, state }) => whole.includes(JSON.stringify([local, state])))
      }),
    )
  })

  it('never throws on a line with a byte changed', () => {
    fc.assert(
      fc.property(fc.nat(real.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (index, letter) => {
        parse(real.slice(0, index) + letter + real.slice(index + 1))
      }),
    )
  })
})

describe('/proc/net/dev', () => {
  it('tells how many packets have arrived over loopback', () => {
    const head = 'Inter-|   Receive                            |  Transmit\n face |bytes    packets errs drop'
    expect(
      loopbackPackets(
        `${head}\n  eth0:  648   8 0 0 0 0 0 0 1 2\n    lo:     240       4    0    0    0     0          0         0      240       4`,
      ),
    ).toBe(4)
    expect(loopbackPackets(head)).toBe(0)
  })
})

describe('a socket that takes in a SYN', () => {
  const queue = (state: string, bytes: string) =>
    parseTable(
      `   0: 0100007F:1388 0100007F:1F90 ${state} 00000000:${bytes} 00:00000000 00000000     0        0 0 1 0000000000000000 20 4 0 10 -1`,
    ).rows.map(({ receiveQueue }) => receiveQueue)
  it('may show the ISN as bytes that wait to be read: there are none', () => {
    expect(queue('02', '44B75107')).toEqual([0])
    expect(queue('03', '44B75107')).toEqual([0])
  })
  it('has what Fast Open has brought, and once it is open whatever waits', () => {
    expect(queue('03', '00000400')).toEqual([1024])
    expect(queue('01', '44B75107')).toEqual([0x44b75107])
  })
})

describe('a socket that has just been closed', () => {
  const row = (state: string): string =>
    `   0: 0100007F:0000 0100007F:1F90 ${state} 00000000:00000000 00:00000000 00000000     0        0 0 1 0000000000000000 20 4 0 10 -1`
  it('may stand in the table for a moment, and is none', () => {
    expect(parseTable(row('05')).rows).toHaveLength(1)
    expect(parseTable(row('07'))).toEqual({ rows: [], unreadable: [] })
  })
})
