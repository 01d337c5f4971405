// Reads, and answers nothing.
import { createServer } from 'node:net'
import { at, cue, mark } from '#program'

createServer({ allowHalfOpen: true }, async (socket) => {
  socket.resume()
  await cue('answer')
  mark('has nothing to say')
}).listen(at, () => mark('listening'))
