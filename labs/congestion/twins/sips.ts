// Sends its million bytes four thousand at a time, a tenth of a second apart: the line is never full.
import { connect } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { cue, mark, to } from '#program'

const socket = connect({ ...to, allowHalfOpen: true }, () => mark('connected'))
await cue('send')
const bytes = Buffer.alloc(1_000_000, 'to be continued ')
for (let at = 0; at < bytes.length; at += 4000) {
  socket.write(bytes.subarray(at, at + 4000))
  await setTimeout(100)
}
