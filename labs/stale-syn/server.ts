// Says what comes of each connection; closes its side when told to.
import { createServer } from 'node:net'
import { at, cue, mark } from '#program'

let count = 0
createServer({ allowHalfOpen: true }, async (socket) => {
  const number = ++count
  mark(`accepted ${number}`)
  socket.on('data', ({ length }) => mark(`received ${length}`)).on('end', () => mark('eof'))
  socket.on('error', ({ code }: NodeJS.ErrnoException) => mark(`failed ${number}: ${code}`))
  await cue('close')
  socket.end()
}).listen(at, () => mark('listening'))
