// Looks two names up as every program does (getaddrinfo), and then asks DNS for the name of an address.
import { lookup, Resolver } from 'node:dns/promises'
import { isIPv6 } from 'node:net'
import { networkInterfaces } from 'node:os'
import { pointerTo } from '#dns'
import { cue, mark, to } from '#program'

const isOwn = (address: string): boolean =>
  Object.values(networkInterfaces()).some((all) => all?.some((one) => one.address === address))

const family = isIPv6(to.host) ? 6 : 4
for (const name of ['in-the-file.lab', 'in-dns.lab']) {
  await cue(`look up ${name}`)
  const { address } = await lookup(name, { family }).catch(() => ({ address: 'none' }))
  const whose = address === to.host ? "the server's address" : isOwn(address) ? "the client's own address" : address
  mark(`${name} has ${whose}`)
}
await cue('look up the name of the address')
const names = new Resolver({ timeout: 1000, tries: 1 })
names.setServers([family === 6 ? `[${to.host}]` : to.host])
const [name] = await names.resolvePtr(pointerTo(to.host)).catch(() => ['none'])
mark(`the server's address has the name ${name}`)
await cue('end')
