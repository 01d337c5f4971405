// Accepts one connection and stops listening.
import { createServer } from 'node:net'
import { at, cue, mark } from '#program'

const server = createServer({ allowHalfOpen: true }, async (socket) => {
  server.close()
  mark('accepted 1')
  socket.on('data', ({ length }) => mark(`received ${length}`)).on('end', () => mark('eof'))
  await cue('close')
  socket.end()
}).listen(at, () => mark('listening'))
