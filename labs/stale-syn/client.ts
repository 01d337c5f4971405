// Opens a connection, says five bytes and closes. It knows nothing of a SYN of its own that is still on its way.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

const socket = connect({ ...to, allowHalfOpen: true }, async () => {
  mark('connected')
  socket.write('hello')
  await cue('close')
  socket.end()
})
socket.resume().on('end', () => mark('eof'))
