// Counts what it receives, and aborts when told to: nobody waits in TIME-WAIT.
import { createServer } from 'node:net'
import { at, cue, mark } from '#program'

createServer({ allowHalfOpen: true }, async (socket) => {
  socket.on('data', ({ length }) => mark(`received ${length} in all`))
  await cue('close')
  socket.resetAndDestroy()
}).listen(at, () => mark('listening'))
