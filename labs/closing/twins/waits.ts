// Closes its side only after the client has: nothing crosses.
import { createServer } from 'node:net'
import { at, mark } from '#program'

createServer({ allowHalfOpen: true }, (socket) => {
  socket.resume().on('end', () => socket.end())
  mark('accepted')
}).listen(at, () => mark('listening'))
