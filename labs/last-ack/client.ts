// Closes first, when told to; whatever TIME-WAIT then does is its kernel's doing.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

const socket = connect({ ...to, allowHalfOpen: true }, async () => {
  mark('connected')
  await cue('close')
  socket.end()
})
socket.resume().on('end', () => mark('eof'))
