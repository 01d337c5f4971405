// Asks a web server for one page, and keeps the connection for another.
import { Agent, get } from 'node:http'
import { cue, mark, to } from '#program'

get({ ...to, path: '/', agent: new Agent({ keepAlive: true }) }, (response) => {
  mark(`HTTP ${response.statusCode}`)
  response.resume().on('end', () => mark('has the page'))
})
await cue('end')
