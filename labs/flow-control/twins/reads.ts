// Reads as fast as it can.
import { createServer } from 'node:net'
import { at, cue, mark } from '#program'

createServer({ allowHalfOpen: true }, async (socket) => {
  let total = 0
  mark('accepted')
  socket.on('data', ({ length }) => {
    total += length
  })
  socket.on('end', () => mark(`received ${total}`))
  await cue('end')
}).listen(at, () => mark('listening'))
