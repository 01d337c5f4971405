// Has read everything, and aborts all the same: SO_LINGER with no time, which Node calls resetAndDestroy().
import { createServer } from 'node:net'
import { at, cue, mark } from '#program'

createServer({ allowHalfOpen: true }, async (socket) => {
  socket.on('data', ({ length }) => mark(`received ${length}`))
  mark('accepted')
  await cue('close')
  socket.resetAndDestroy()
}).listen(at, () => mark('listening'))
