// Waits a tenth of a second before it closes: longer than its kernel keeps an ACK back.
import { createServer } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { at, mark } from '#program'

createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('data', () => socket.write('yes'))
  socket.on('end', async () => {
    await setTimeout(100)
    socket.end()
  })
}).listen(at, () => mark('listening'))
