// Says how its connection ended; closes its side when told to.
import { createServer } from 'node:net'
import { at, cue, mark } from '#program'

createServer({ allowHalfOpen: true }, async (socket) => {
  mark('accepted')
  socket.resume().on('end', () => mark('eof'))
  socket.on('error', (error: NodeJS.ErrnoException) => mark(`failed: ${error.code}`))
  await cue('close')
  socket.end()
}).listen(at, () => mark('listening'))
