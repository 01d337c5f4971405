// Sends five bytes when told to, and closes when told to.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

const socket = connect({ ...to, allowHalfOpen: true }, async () => {
  mark('connected')
  await cue('send')
  socket.write('hello')
  await cue('close')
  socket.end()
})
socket.resume().on('end', () => mark('eof'))
