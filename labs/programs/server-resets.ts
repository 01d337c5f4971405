// Aborts when told to: a RST instead of a FIN, and nothing is left to be acknowledged.
import { createServer } from 'node:net'
import { at, cue, mark } from '#program'

createServer({ allowHalfOpen: true }, async (socket) => {
  socket.resume().on('end', () => mark('eof'))
  await cue('close')
  socket.resetAndDestroy()
}).listen(at, () => mark('listening'))
