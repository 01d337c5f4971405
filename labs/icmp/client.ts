// Sends a datagram with a TTL of 1, one to a port that nobody listens on, and one more, each when told to.
import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import { cue, mark, to } from '#program'

const socket = createSocket(isIPv6(to.host) ? 'udp6' : 'udp4')
socket.on('error', (error: NodeJS.ErrnoException) => mark(`is told: ${error.code}`))
socket.connect(to.port, to.host, async () => {
  for (const ttl of [1, 64, 64]) {
    await cue('send')
    socket.setTTL(ttl)
    socket.send('hello')
  }
  await cue('end')
})
