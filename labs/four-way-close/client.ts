// Says five bytes, and closes when told to.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

const socket = connect({ ...to, allowHalfOpen: true }, async () => {
  socket.write('hello')
  await cue('close')
  socket.end()
})
socket.on('data', (bytes) => mark(`received ${bytes.length}`))
socket.on('end', () => mark('eof'))
