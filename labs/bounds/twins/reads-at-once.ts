// Reads each word as it comes.
import { createSocket } from 'node:dgram'
import { createServer, isIPv6 } from 'node:net'
import { at, mark } from '#program'

createSocket(isIPv6(at.host) ? 'udp6' : 'udp4')
  .on('message', ({ length }) => mark(`a datagram of ${length}`))
  .bind(at.port, at.host)

createServer({ allowHalfOpen: true }, (stream) => {
  mark('accepted')
  stream.on('data', ({ length }) => mark(`a read of ${length}`))
}).listen(at, () => mark('listening'))
