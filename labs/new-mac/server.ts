// Says every word back.
import { createServer } from 'node:net'
import { at, mark } from '#program'

createServer({ allowHalfOpen: true }, (socket) => {
  mark('accepted')
  socket.on('data', (data) => {
    mark(`received '${data}'`)
    socket.write(data)
  })
}).listen(at, () => mark('listening'))
