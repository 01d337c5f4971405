// Sends three words as datagrams, then the same three over TCP, each by a write of its own, and then a hundred thousand bytes by one.
import { createSocket } from 'node:dgram'
import { connect, isIPv6 } from 'node:net'
import { cue, mark, to } from '#program'

const words = ['one', 'two two', 'three three']
const stream = connect({ ...to, allowHalfOpen: true, noDelay: true }, () => mark('connected'))
const datagrams = createSocket(isIPv6(to.host) ? 'udp6' : 'udp4')
await cue('send datagrams')
for (const word of words) await new Promise((sent) => datagrams.send(word, to.port, to.host, sent))
datagrams.close()
await cue('write three times')
for (const word of words) await new Promise((written) => stream.write(word, written))
await cue('write once')
stream.write(Buffer.alloc(100_000))
await cue('end')
