// Answers with three bytes, and closes when told to.
import { createServer } from 'node:net'
import { at, cue, mark } from '#program'

createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('end', () => mark('eof'))
  socket.on('data', async (bytes) => {
    mark(`received ${bytes.length}`)
    socket.write('you')
    await cue('close')
    socket.end()
  })
}).listen(at, () => mark('listening'))
