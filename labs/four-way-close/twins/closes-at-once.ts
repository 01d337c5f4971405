// Closes as soon as it reads the end, before its ACK has left: FIN and ACK go in one segment.
import { createServer } from 'node:net'
import { at, mark } from '#program'

createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('end', () => {
    mark('eof')
    socket.end()
  })
  socket.on('data', (bytes) => {
    mark(`received ${bytes.length}`)
    socket.write('you')
  })
}).listen(at, () => mark('listening'))
