// Counts what it receives, and closes first, when told to: it is the one that has to wait in TIME-WAIT.
import { createServer } from 'node:net'
import { at, cue, mark } from '#program'

let total = 0
createServer({ allowHalfOpen: true }, async (socket) => {
  socket.on('data', ({ length }) => {
    total += length
    mark(`received ${total} in all`)
  })
  await cue('close')
  socket.end()
}).listen(at, () => mark('listening'))
