// Reads what it is sent, and closes its socket when told to.
import { createServer } from 'node:net'
import { at, cue, mark } from '#program'

createServer({ allowHalfOpen: true }, async (socket) => {
  socket.resume()
  mark('accepted')
  await cue('close')
  socket.destroy()
}).listen(at, () => mark('listening'))
