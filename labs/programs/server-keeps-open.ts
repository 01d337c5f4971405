// Reads each FIN and keeps its own side open.
import { createServer } from 'node:net'
import { at, mark } from '#program'

createServer({ allowHalfOpen: true }, (socket) => {
  socket.resume().on('end', () => mark('eof'))
}).listen(at, () => mark('listening'))
