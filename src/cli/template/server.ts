// Tells what it hears.
import { createServer } from 'node:net'
import { at, mark } from '#program'

createServer((socket) => {
  socket.on('data', (bytes) => mark(`heard ${bytes}`))
}).listen(at, () => mark('listening'))
