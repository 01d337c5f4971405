// Opens a connection from port 5000, closes it when told to, and opens another from the same port when told to.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

for (let number = 1; ; number++) {
  const socket = connect({ ...to, localPort: 5000, allowHalfOpen: true }, () => mark(`connected ${number}`))
  socket.resume().on('error', (error: NodeJS.ErrnoException) => mark(`failed: ${error.code}`))
  await cue('close')
  socket.end()
  await cue('open another')
}
