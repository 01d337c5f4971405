// Ends three connections, when told to, each in a way that makes its kernel send a RST instead of a FIN.
import { createServer, type Socket } from 'node:net'
import { at, cue, mark } from '#program'

const sockets: Socket[] = []
createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
  sockets.push(socket)
  mark(`accepted ${sockets.length}`)
}).listen(at, () => mark('listening'))

await cue('close the first, whose five bytes nobody has read')
sockets[0]?.destroy()
await cue('abort the second: SO_LINGER with no time')
sockets[1]?.resetAndDestroy()
await cue('abort the third')
sockets[2]?.resetAndDestroy()
