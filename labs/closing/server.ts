// Closes its side when told to, whatever the client does.
import { createServer } from 'node:net'
import { at, cue, mark } from '#program'

createServer({ allowHalfOpen: true }, async (socket) => {
  socket.resume().on('end', () => mark('eof'))
  mark('accepted')
  await cue('close')
  socket.end()
}).listen(at, () => mark('listening'))
