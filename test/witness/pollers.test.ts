import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { CountersFact, PollFact, SampleFact } from '../../src/evidence.ts'
import { portOf } from '../../src/tcp.ts'
import { lookWithCommands } from '../../src/witness/commands.ts'
import { watchCounters } from '../../src/witness/counters.ts'
import { parseNetstat } from '../../src/witness/netstat.ts'
import { parseTable } from '../../src/witness/proc-net-tcp.ts'
import { parseSs } from '../../src/witness/ss.ts'
import { watchTable } from '../../src/witness/table.ts'
import { fixture } from '../fixtures.ts'
import { makeScene, until } from './scene.ts'

/** A scene in which each command is another program. */
const playing = (programs: Readonly<Record<string, string>>) =>
  makeScene({ inside: (_, command) => ({ command: 'bash', args: ['-c', programs[command] ?? 'false'] }) })

const print = (name: string): string => `cat ${join(import.meta.dirname, '..', 'fixtures', name)}`
const looksOf = (told: readonly { kind: string }[]) => told.filter((fact): fact is PollFact => fact.kind === 'poll')

describe('a look by ss or netstat', () => {
  it('that fails is blindness for as long as it took, and the play goes on', async () => {
    const { scene, told, blind } = playing({
      ss: 'sleep 0.05; echo no room >&2; exit 3',
      netstat: print('IPv4-server.netstat'),
    })
    await lookWithCommands(scene)(['server'])
    const [failed] = blind()
    expect(failed).toMatchObject({
      by: 'ss',
      host: 'server',
      cause: { error: expect.stringContaining('status 3: no room') },
    })
    expect(failed?.within).toBeGreaterThan(45)
    expect(looksOf(told).map(({ by }) => by)).toEqual(['netstat'])
  })

  it('whose command prints something else is no look either', async () => {
    const { scene, told, blind } = playing({ ss: 'echo Segmentation fault', netstat: 'true' })
    await lookWithCommands(scene)(['server'])
    expect(blind()).toMatchObject([{ by: 'ss', cause: { is: 'unreadable', lines: 1, first: 'Segmentation fault' } }])
    expect(looksOf(told).map(({ by, sockets }) => [by, sockets])).toEqual([['netstat', 0]])
  })

  it.each(['german', 'japanese'])(
    'whose netstat speaks %s is blindness, and not a place without sockets',
    async (language) => {
      const { scene, told, blind } = playing({ ss: 'true', netstat: print(`${language}.netstat`) })
      await lookWithCommands(scene)(['server'])
      expect(blind()).toMatchObject([{ by: 'netstat', cause: { is: 'unreadable' } }])
      expect(looksOf(told).map(({ by }) => by)).toEqual(['ss'])
    },
  )
})

describe('lines in another language', () => {
  it('are each counted: headings, states and names of timers', () => {
    const german = parseNetstat(fixture('german.netstat'))
    // The first heading, and seven sockets that are VERBUNDEN or whose timer is 'aus'.
    expect(german.unreadable).toHaveLength(8)
    expect(german.rows).toEqual([])
    expect(parseNetstat(fixture('japanese.netstat')).unreadable).toHaveLength(9)
  })

  it('of English are all read', () => {
    for (const host of ['IPv4-client', 'IPv4-server', 'IPv6-client', 'IPv6-server'])
      expect(parseNetstat(fixture(`${host}.netstat`)).unreadable).toEqual([])
  })
})

describe('the receive queue', () => {
  // Linux 6.18: a listener with two that wait, one that has sent nothing but its FIN, and one with five bytes before it.
  const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000002 00:00000000 00000000     0        0 304723 3 00000000e1fbeee0 100 0 0 10 0
   1: 0100007F:1F90 0100007F:BF7C 08 00000000:00000001 00:00000000 00000000     0        0 0 1 000000003a96d26f 20 4 0 10 -1
   2: 0100007F:1F90 0100007F:BF80 08 00000000:00000006 00:00000000 00000000     0        0 0 1 00000000b1524083 20 4 28 10 -1
`
  const ss = `LISTEN     2      7      127.0.0.1:8080    0.0.0.0:*     ino:304723 sk:240 cgroup:/ <-> bbr cwnd:10 unacked:2
CLOSE-WAIT 1      0      127.0.0.1:8080  127.0.0.1:49020 ino:0 sk:241 cgroup:/ --> ts sack bbr wscale:10,10 rto:204 cwnd:10
CLOSE-WAIT 6      0      127.0.0.1:8080  127.0.0.1:49024 ino:0 sk:242 cgroup:/ --> ts sack bbr wscale:10,10 rto:204 cwnd:10
`
  const netstat = `tcp        2      0 127.0.0.1:8080          0.0.0.0:*               LISTEN      off (0.00/0/0)
tcp        1      0 127.0.0.1:8080          127.0.0.1:49020         CLOSE_WAIT  off (0.00/0/0)
tcp        6      0 127.0.0.1:8080          127.0.0.1:49024         CLOSE_WAIT  off (0.00/0/0)
`
  it.each([
    ['the table', parseTable(table)],
    ['ss', parseSs(ss)],
    ['netstat', parseNetstat(netstat)],
  ])('as %s prints it counts who waits for accept, and a FIN as one', (_, { rows, unreadable }) => {
    expect(unreadable).toEqual([])
    expect(rows.map(({ state, receiveQueue }) => [state, receiveQueue])).toEqual([
      ['LISTEN', 2],
      ['CLOSE-WAIT', 1],
      ['CLOSE-WAIT', 6],
    ])
  })
})

describe('a keepalive timer', () => {
  it('of fifteen seconds, as Go sets it, is one', () => {
    const { rows } = parseSs('ESTAB 0 0 127.0.0.1:49028 127.0.0.1:8080  timer:(keepalive,14sec,0) ino:304749 sk:1226')
    expect(rows).toMatchObject([{ timer: 'keepalive', left: 1400 }])
  })
})

describe('the table', () => {
  it('tells a server on every address of IPv6 as IPv4 sees it, and every change of its queues', async () => {
    // Node's own listen(port) makes a socket of IPv6.
    const server = createServer({ pauseOnConnect: true, allowHalfOpen: true }).listen(0)
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const { scene, told } = makeScene({ endAt: (_, at) => (at === port ? 'server' : undefined) })
    const table = await watchTable(scene)
    const client = connect({ port, host: '127.0.0.1', allowHalfOpen: true }, () => void client.write('hello'))
    const samples = (): SampleFact[] =>
      told.filter((fact) => fact.kind === 'sample' && portOf(fact.local) === port) as SampleFact[]
    await until(() => samples().some(({ receiveQueue }) => receiveQueue === 5))
    client.end()
    await until(() => samples().some(({ receiveQueue }) => receiveQueue === 6))
    await table.drain()
    await table.stop()
    client.destroy()
    server.close()
    expect(samples()[0]).toMatchObject({ local: `*:${port}`, remote: '*:0', state: 'LISTEN' })
    const last = samples().findLast(({ remote }) => portOf(remote) !== 0)
    expect(last).toMatchObject({ local: `127.0.0.1:${port}`, state: 'CLOSE-WAIT', receiveQueue: 6 })
    expect(last?.remote).toMatch(/^127\.0\.0\.1:\d+$/)
  })

  it('whose thread cannot go on is blind, and the run does not wait for it', async () => {
    const gone = 4_000_000
    const { scene, blind } = makeScene({ pidIn: { client: gone, router: gone, server: gone } })
    const table = await watchTable(scene)
    await table.drain()
    await table.stop()
    expect(blind()).toHaveLength(2)
    expect(blind()[1]).toMatchObject({
      by: 'table',
      host: 'server',
      cause: { is: 'read no more', error: expect.stringMatching(/^ENOENT/) },
    })
  })
})

describe('the counters', () => {
  it('that cannot be read are blind', () => {
    const gone = 4_000_000
    const { scene, told } = makeScene({ pidIn: { client: gone, router: gone, server: gone } })
    watchCounters(scene).tell()
    expect(told).toMatchObject([
      {
        kind: 'blind',
        by: 'counters',
        host: 'server',
        cause: { is: 'error', error: expect.stringContaining('ENOENT') },
      },
    ])
  })

  it('that can be are told', () => {
    const { scene, told } = makeScene()
    watchCounters(scene).tell()
    expect(told.map(({ kind }): CountersFact['kind'] | string => kind)).toEqual(['counters'])
  })
})
