// Counts what it receives, and answers 8000 bytes with as many.
import { createServer } from 'node:net'
import { at, mark } from '#program'

createServer({ allowHalfOpen: true }, (socket) => {
  let total = 0
  socket.on('data', ({ length }) => {
    total += length
    if (total < 8000) return
    mark('received 8000')
    socket.write(Buffer.alloc(8000))
  })
}).listen(at, () => mark('listening'))
