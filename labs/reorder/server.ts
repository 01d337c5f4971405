// Says all that it has received so far, as one text.
import { createServer } from 'node:net'
import { at, mark } from '#program'

let text = ''
createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('data', (data) => {
    text += data
    mark(`has '${text}'`)
  })
}).listen(at, () => mark('listening'))
