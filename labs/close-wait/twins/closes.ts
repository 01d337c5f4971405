// Reads the client's FIN and closes its own side, as a server should.
import { createServer } from 'node:net'
import { at, mark } from '#program'

createServer({ allowHalfOpen: true }, (socket) => {
  socket.resume().on('end', () => {
    mark('eof')
    socket.end()
  })
}).listen(at, () => mark('listening'))
