// Writes 200,000 bytes and closes its socket as soon as its kernel has them: nobody holds it any more.
import { connect } from 'node:net'
import { mark, to } from '#program'

const socket = connect({ ...to, allowHalfOpen: true }, () => {
  socket.write(Buffer.alloc(200_000, 'to be continued '), () => {
    socket.destroy()
    mark('closed')
  })
})
