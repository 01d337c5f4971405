// Closes its side of the latest connection when told to.
import { createServer, type Socket } from 'node:net'
import { at, cue, mark } from '#program'

let latest: Socket | undefined
createServer({ allowHalfOpen: true }, (socket) => {
  latest = socket.resume().on('end', () => mark('eof'))
}).listen(at, () => mark('listening'))

for (;;) {
  await cue('close')
  latest?.end()
}
