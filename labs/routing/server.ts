// Answers with one word.
import { createServer } from 'node:net'
import { at, mark } from '#program'

createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('data', (data) => {
    mark(`received '${data}'`)
    socket.write('welcome')
  })
}).listen(at, () => mark('listening'))
