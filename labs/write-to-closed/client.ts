// Goes on writing, when told to, to a server that has closed.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

const socket = connect({ ...to, allowHalfOpen: true }, () => mark('connected'))
socket.resume().on('end', () => mark('eof'))
socket.on('error', (error: NodeJS.ErrnoException) => mark(`failed: ${error.code}`))
for (;;) {
  await cue('write')
  socket.write('hello', (error) => error || mark('wrote 5'))
}
