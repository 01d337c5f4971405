// Writes 200,000 bytes, says so when its kernel has them all, and does nothing more: it is to be killed.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

const socket = connect({ ...to, allowHalfOpen: true }, () => {
  socket.write(Buffer.alloc(200_000, 'to be continued '), () => mark('written'))
})
await cue('end')
