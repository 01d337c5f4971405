// Reads what arrives and never answers.
import { createServer } from 'node:net'
import { at, mark } from '#program'

createServer({ allowHalfOpen: true }, (socket) => {
  mark('accepted')
  socket.on('data', (bytes) => mark(`received ${bytes.length}`))
}).listen(at, () => mark('listening'))
