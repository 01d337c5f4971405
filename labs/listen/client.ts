// Tries to connect each time it is told to, and says what came of it.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

for (;;) {
  const socket = connect({ ...to, allowHalfOpen: true }, () => mark('connected'))
  socket.on('error', (error: NodeJS.ErrnoException) => mark(`refused: ${error.code}`))
  await cue('try again')
}
