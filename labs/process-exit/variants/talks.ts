// Says five bytes to whoever connects, and how the connection ended.
import { createServer } from 'node:net'
import { at, mark } from '#program'

createServer({ allowHalfOpen: true }, (socket) => {
  socket.resume().on('end', () => mark('eof'))
  socket.on('error', (error: NodeJS.ErrnoException) => mark(`failed: ${error.code}`))
  socket.write('hello', () => mark('sent'))
}).listen(at, () => mark('listening'))
