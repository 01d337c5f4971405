import { once } from 'node:events'
import { closeSync, readFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { netlinkIn } from '../../src/system/calls.ts'
import { parseTable, type Row } from '../../src/witness/proc-net-tcp.ts'
import { lookByDiag, sockDiag } from '../../src/witness/sock-diag.ts'

/** Everything but the time that a timer has left. */
const told = (rows: readonly Row[], ports: readonly number[]): string[] =>
  rows
    .filter(({ local, remote }) => ports.some((port) => `${local} ${remote} `.includes(`:${port} `)))
    .map(({ left: _, ...row }) => JSON.stringify(row))
    .sort()

const asText = (): Row[] =>
  ['tcp', 'tcp6'].flatMap((name) => [...parseTable(readFileSync(`/proc/thread-self/net/${name}`, 'latin1')).rows])

async function connection(host: string): Promise<{ port: number; client: Socket }> {
  const server = createServer({ pauseOnConnect: true, allowHalfOpen: true }).listen(0, host)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const client = connect({ port, host, allowHalfOpen: true })
  await once(client, 'connect')
  onTestFinished(() => {
    client.destroy()
    server.close()
  })
  return { port, client }
}

/** Entering a namespace, even one's own, takes more than an ordinary user has. */
describe.skipIf(process.getuid?.() !== 0)('sock_diag', () => {
  it('tells of sockets of both families what the kernel writes of them as text', async () => {
    const made = await Promise.all(['127.0.0.1', '::1'].map(connection))
    for (const { client } of made) client.end('five!')
    const ports = made.map(({ port }) => port)
    const socket = netlinkIn('/proc/self/ns/net', sockDiag)
    onTestFinished(() => closeSync(socket))
    // Until both FINs are acknowledged: two looks at a connection that still moves are of two moments.
    await expect
      .poll(() => told(lookByDiag(socket)('whole')?.rows ?? [], ports).filter((row) => row.includes('FIN-WAIT-2')))
      .toHaveLength(2)
    const look = lookByDiag(socket)
    const rows = look('whole')?.rows ?? []
    expect(told(rows, ports)).toEqual(told(asText(), ports))
    expect(told(rows, ports)).toHaveLength(6)
    expect(told(rows, ports).join()).toContain('"receiveQueue":6')
    // A look at the connections knows the listeners from the whole look before it.
    expect(told(look('connections')?.rows ?? [], ports)).toEqual(told(rows, ports))
    expect(look('connections')).toBeUndefined()
  })
})
