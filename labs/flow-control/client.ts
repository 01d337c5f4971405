// Writes a million bytes as fast as they are taken.
import { connect } from 'node:net'
import { mark, to } from '#program'

const socket = connect({ ...to, allowHalfOpen: true }, () => {
  mark('connected')
  socket.end(Buffer.alloc(1_000_000, 'to be continued '), () => mark('written'))
})
