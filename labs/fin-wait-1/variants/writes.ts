// Writes more than the server has room for, and closes its side at once.
import { connect } from 'node:net'
import { mark, to } from '#program'

const socket = connect({ ...to, allowHalfOpen: true }, () => {
  socket.end(Buffer.alloc(200_000), () => mark('written'))
})
