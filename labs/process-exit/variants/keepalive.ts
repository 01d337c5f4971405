// Asks its kernel to look after the connection: after a second of silence a probe, and another each second, ten in all.
import { createServer } from 'node:net'
import { at, mark } from '#program'

createServer({ allowHalfOpen: true }, (socket) => {
  mark('accepted')
  socket.setKeepAlive(true, 1000)
  socket.resume().on('end', () => mark('eof'))
  socket.on('error', (error: NodeJS.ErrnoException) => mark(`failed: ${error.code}`))
}).listen(at, () => mark('listening'))
