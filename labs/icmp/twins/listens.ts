// Listens to datagrams.
import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import { at, mark } from '#program'

createSocket(isIPv6(at.host) ? 'udp6' : 'udp4')
  .on('message', () => mark('received'))
  .bind(at.port, at.host, () => mark('here'))
