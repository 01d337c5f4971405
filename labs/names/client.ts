// Looks two names up as every program does (getaddrinfo), and then asks DNS for the name of an address.
import { createSocket } from 'node:dgram'
import { lookup, Resolver } from 'node:dns/promises'
import { once } from 'node:events'
import { isIPv6 } from 'node:net'
import { pointerTo } from '#dns'
import { cue, mark, to } from '#program'

const family = isIPv6(to.host) ? 6 : 4
// The address that the client speaks from, as its kernel chooses it; nothing is sent.
const socket = createSocket(`udp${family}`)
socket.connect(to.port, to.host)
await once(socket, 'connect')
const own = socket.address().address
socket.close()
for (const name of ['in-the-file.lab', 'in-dns.lab']) {
  await cue(`look up ${name}`)
  const { address } = await lookup(name, { family }).catch(() => ({ address: 'none' }))
  const whose = address === to.host ? "the server's address" : address === own ? "the client's own address" : address
  mark(`${name} has ${whose}`)
}
await cue('look up the name of the address')
const names = new Resolver({ timeout: 1000, tries: 1 })
names.setServers([family === 6 ? `[${to.host}]` : to.host])
const [name] = await names.resolvePtr(pointerTo(to.host)).catch(() => ['none'])
mark(`the server's address has the name ${name}`)
await cue('end')
