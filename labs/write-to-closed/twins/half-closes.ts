// Closes its sending side only, and goes on reading.
import { createServer } from 'node:net'
import { at, cue, mark } from '#program'

createServer({ allowHalfOpen: true }, async (socket) => {
  socket.resume()
  mark('accepted')
  await cue('close')
  socket.end()
}).listen(at, () => mark('listening'))
