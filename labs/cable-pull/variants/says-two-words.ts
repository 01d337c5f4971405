// Says two words, each when told to, and says so if it cannot.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

const socket = connect({ ...to, allowHalfOpen: true }, () => mark('connected'))
socket.resume().on('error', (error: NodeJS.ErrnoException) => mark(`failed: ${error.code}`))
for (const word of ['hello', 'again']) {
  await cue('send')
  socket.write(word)
}
await cue('end')
