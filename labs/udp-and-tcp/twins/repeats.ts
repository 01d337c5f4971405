// Sends each of its hundred datagrams twice, as a program that wants them to arrive might.
import { createSocket } from 'node:dgram'
import { connect, isIPv6 } from 'node:net'
import { cue, mark, to } from '#program'

const stream = connect({ ...to, allowHalfOpen: true }, () => mark('connected'))
await cue('send')
const datagrams = createSocket(isIPv6(to.host) ? 'udp6' : 'udp4')
for (let number = 1; number <= 200; number++)
  await new Promise((sent) => datagrams.send(`datagram ${number >> 1}`, to.port, to.host, sent))
datagrams.close()
stream.end(Buffer.alloc(100_000, 'to be continued '))
await cue('end')
