// Reads everything, and closes its connections as one should.
import { createServer, type Socket } from 'node:net'
import { at, cue, mark } from '#program'

const sockets: Socket[] = []
createServer({ allowHalfOpen: true }, (socket) => {
  sockets.push(socket.resume())
  mark(`accepted ${sockets.length}`)
}).listen(at, () => mark('listening'))

for (const [index, which] of ['first', 'second', 'third'].entries()) {
  await cue(`close the ${which}`)
  sockets[index]?.end()
}
