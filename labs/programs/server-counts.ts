// Counts what it receives.
import { createServer } from 'node:net'
import { at, mark } from '#program'

let total = 0
createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('data', (data) => {
    total += data.length
    mark(`received ${total} in all: ${data}`)
  })
}).listen(at, () => mark('listening'))
