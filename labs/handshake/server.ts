// Answers each byte that arrives with one of its own.
import { createServer } from 'node:net'
import { at, mark } from '#program'

createServer({ allowHalfOpen: true }, (socket) => {
  mark('accepted')
  socket.on('data', (bytes) => {
    mark(`received ${bytes.length}`)
    socket.write('y')
  })
}).listen(at, () => mark('listening'))
