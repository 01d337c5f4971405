// Connects from the very port that it connects to: its SYN comes back to it, and it is its own peer.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

const socket = connect({ ...to, localPort: to.port, localAddress: to.host }, async () => {
  mark('connected')
  await cue('send a byte')
  socket.write('.')
})
socket.on('data', ({ length }) => mark(`received ${length}`))
