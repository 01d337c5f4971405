// Counts what it receives.
import { createServer } from 'node:net'
import { at, mark } from '#program'

let total = 0
createServer({ allowHalfOpen: true }, (socket) => {
  mark('accepted')
  socket.on('data', ({ length }) => {
    total += length
    mark(`received ${total} in all`)
  })
}).listen(at, () => mark('listening'))
