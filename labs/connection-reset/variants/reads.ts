// Reads from whoever connects, and says how that ended.
import { createServer } from 'node:net'
import { at, mark } from '#program'

createServer({ allowHalfOpen: true }, (socket) => {
  mark('accepted')
  socket.resume().on('end', () => mark('eof'))
  socket.on('error', (error: NodeJS.ErrnoException) => mark(`failed: ${error.code}`))
}).listen(at, () => mark('listening'))
