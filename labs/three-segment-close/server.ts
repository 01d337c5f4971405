// Answers, and when the client has closed closes too: at once, or when it is told to where the client wished so.
import { createServer } from 'node:net'
import { at, cue, mark } from '#program'

createServer({ allowHalfOpen: true }, (socket) => {
  let wish = ''
  socket.on('data', (data) => {
    wish += data
    socket.write('yes')
  })
  socket.on('end', async () => {
    if (wish === 'wait') await cue('close')
    socket.end()
  })
}).listen(at, () => mark('listening'))
