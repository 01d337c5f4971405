// Says what it has on which connection, and sends the first of it back; closes its side of the latest one when told to.
import { createServer, type Socket } from 'node:net'
import { at, cue, mark } from '#program'

let number = 0
let latest: Socket | undefined
createServer({ allowHalfOpen: true }, (socket) => {
  const own = ++number
  latest = socket
  socket.on('data', (data) => mark(`has '${data}' on connection ${own}`))
  socket.once('data', (data) => socket.write(data))
}).listen(at, () => mark('listening'))

for (;;) {
  await cue('close')
  latest?.end()
}
