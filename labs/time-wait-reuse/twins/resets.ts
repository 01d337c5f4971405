// Aborts where it should close: there is no TIME-WAIT in the way of the next connection.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

for (let number = 1; ; number++) {
  const socket = connect({ ...to, localPort: 5000, allowHalfOpen: true }, () => mark(`connected ${number}`))
  socket.resume().on('error', (error: NodeJS.ErrnoException) => mark(`failed: ${error.code}`))
  await cue('close')
  socket.resetAndDestroy()
  await cue('open another')
}
