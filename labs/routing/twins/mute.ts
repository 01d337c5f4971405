// Answers nothing.
import { createServer } from 'node:net'
import { at, mark } from '#program'

createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('data', (data) => mark(`received '${data}'`))
}).listen(at, () => mark('listening'))
