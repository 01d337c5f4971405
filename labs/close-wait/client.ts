// Has nothing to say, closes its side when told to, and waits for the server to close its own.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

const socket = connect({ ...to, allowHalfOpen: true }, async () => {
  mark('connected')
  await cue('close')
  socket.end()
})
socket.resume().on('end', () => mark('eof'))
