// Closes its side at once when told to, and goes on listening.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

const socket = connect({ ...to, allowHalfOpen: true }, async () => {
  mark('connected')
  await cue('close')
  socket.end()
})
socket.on('data', (bytes) => mark(`received ${bytes.length}`))
socket.on('end', () => mark('eof'))
