// Sends a datagram to each address that it is told.
import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import { cue, to } from '#program'

const socket = createSocket(isIPv6(to.host) ? 'udp6' : 'udp4')
for (let number = 1; ; number++)
  socket.send(`datagram ${number}`, to.port, (await cue('send to the server')) || to.host)
