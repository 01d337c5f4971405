// Writes its ten thousand bytes a hundred at a time, each when the one before has been sent.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

const socket = connect({ ...to, allowHalfOpen: true, noDelay: true }, () => mark('connected'))
await cue('send')
const bytes = Buffer.alloc(10_000, 'to be continued ')
for (let at = 0; at < bytes.length; at += 100)
  await new Promise((sent) => socket.write(bytes.subarray(at, at + 100), sent))
socket.end()
