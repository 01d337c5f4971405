// Knows the address already, and asks nobody.
import { Agent, get } from 'node:http'
import { cue, mark, to } from '#program'

const agent = new Agent({ keepAlive: true })
get({ ...to, path: '/', headers: { host: 'web.lab' }, agent }, (response) => {
  mark(`HTTP ${response.statusCode}`)
  response.resume().on('end', () => mark('has the page'))
})
await cue('close')
agent.destroy()
