// Sends the three words as datagrams, then over TCP, a fifth of a second between them.
import { createSocket } from 'node:dgram'
import { connect, isIPv6 } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { cue, mark, to } from '#program'

const words = ['one', 'two two', 'three three']
const stream = connect({ ...to, allowHalfOpen: true, noDelay: true }, () => mark('connected'))
const datagrams = createSocket(isIPv6(to.host) ? 'udp6' : 'udp4')
await cue('send datagrams')
for (const word of words) await new Promise((sent) => datagrams.send(word, to.port, to.host, sent))
datagrams.close()
await cue('write three times')
for (const word of words) {
  stream.write(word)
  await setTimeout(200)
}
await cue('end')
