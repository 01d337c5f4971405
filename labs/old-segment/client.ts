// Sends five bytes and closes, when told to; then opens another connection from the same port, when told to.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

for (;;) {
  const socket = connect({ ...to, localPort: 5000, allowHalfOpen: true }, () => mark('connected'))
  socket.resume().on('error', (error: NodeJS.ErrnoException) => mark(`failed: ${error.code}`))
  await cue('send')
  socket.write('hello')
  await cue('close')
  socket.end()
  await cue('open another')
}
