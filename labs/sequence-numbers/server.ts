// Counts what it receives, and answers with four bytes when told to.
import { createServer } from 'node:net'
import { at, cue, mark } from '#program'

createServer({ allowHalfOpen: true }, async (socket) => {
  let total = 0
  socket.on('data', ({ length }) => {
    total += length
    mark(`received ${total} in all`)
  })
  await cue('answer')
  socket.write('okay')
}).listen(at, () => mark('listening'))
