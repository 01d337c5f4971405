// Closes its side when told to, whatever the server does.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

const socket = connect({ ...to, allowHalfOpen: true }, async () => {
  mark('connected')
  await cue('close')
  socket.end()
})
socket.resume().on('end', () => mark('eof'))
