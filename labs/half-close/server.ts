// Goes on talking after the client has closed its side, and closes its own when told to.
import { createServer } from 'node:net'
import { at, cue, mark } from '#program'

createServer({ allowHalfOpen: true }, (socket) => {
  socket.resume().on('end', async () => {
    mark('eof')
    await cue('go on talking')
    socket.write('more')
    await cue('close')
    socket.end()
  })
}).listen(at, () => mark('listening'))
