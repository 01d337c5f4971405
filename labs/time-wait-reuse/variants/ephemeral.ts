// Leaves the choice of the port to its kernel, which has only one to give.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

for (let number = 1; ; number++) {
  const socket = connect({ ...to, allowHalfOpen: true }, () => mark(`connected ${number}`))
  socket.resume().on('error', (error: NodeJS.ErrnoException) => mark(`failed: ${error.code}`))
  await cue('close')
  socket.end()
  await cue('open another')
}
