// Looks up a name, fetches a page from the address that it gets, and closes when told to.
import { Resolver } from 'node:dns/promises'
import { Agent, get } from 'node:http'
import { isIPv6 } from 'node:net'
import { cue, mark, to } from '#program'

const names = new Resolver()
names.setServers([isIPv6(to.host) ? `[${to.host}]` : to.host])
const [host = ''] = await (isIPv6(to.host) ? names.resolve6('web.lab') : names.resolve4('web.lab'))
mark(host === to.host ? "web.lab has the server's address" : `web.lab has the address ${host}`)

const agent = new Agent({ keepAlive: true })
get({ host, port: to.port, path: '/', headers: { host: 'web.lab' }, agent }, (response) => {
  mark(`HTTP ${response.statusCode}`)
  response.resume().on('end', () => mark('has the page'))
})
await cue('close')
agent.destroy()
