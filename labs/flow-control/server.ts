// Does not read until it is told to; then reads to the end.
import { createServer } from 'node:net'
import { at, cue, mark } from '#program'

createServer({ allowHalfOpen: true, pauseOnConnect: true }, async (socket) => {
  let total = 0
  mark('accepted')
  socket.on('data', ({ length }) => {
    total += length
  })
  socket.on('end', () => mark(`received ${total}`))
  await cue('read')
  socket.resume()
  await cue('end')
}).listen(at, () => mark('listening'))
