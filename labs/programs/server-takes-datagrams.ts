// Takes datagrams to any address of its host.
import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import { at, cue, mark } from '#program'

createSocket(isIPv6(at.host) ? 'udp6' : 'udp4')
  .on('message', (text) => mark(`received ${text}`))
  .bind(at.port, () => mark('bound'))
await cue('end')
