// Sends a hundred datagrams over UDP, and then a hundred thousand bytes over TCP.
import { createSocket } from 'node:dgram'
import { connect, isIPv6 } from 'node:net'
import { cue, mark, to } from '#program'

const stream = connect({ ...to, allowHalfOpen: true }, () => mark('connected'))
await cue('send')
const datagrams = createSocket(isIPv6(to.host) ? 'udp6' : 'udp4')
for (let number = 1; number <= 100; number++)
  await new Promise((sent) => datagrams.send(`datagram ${number}`, to.port, to.host, sent))
datagrams.close()
stream.end(Buffer.alloc(100_000, 'to be continued '))
await cue('end')
