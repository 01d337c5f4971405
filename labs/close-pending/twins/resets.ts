// Writes 200,000 bytes and aborts: what has not been sent is thrown away.
import { connect } from 'node:net'
import { mark, to } from '#program'

const socket = connect({ ...to, allowHalfOpen: true }, () => {
  socket.write(Buffer.alloc(200_000, 'to be continued '), () => {
    socket.resetAndDestroy()
    mark('closed')
  })
})
