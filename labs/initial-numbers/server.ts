// Accepts whoever comes, and bears it when they abort.
import { createServer } from 'node:net'
import { at, mark } from '#program'

createServer((socket) => {
  mark('accepted')
  socket.on('error', ({ code }: NodeJS.ErrnoException) => mark(`lost: ${code}`))
}).listen(at, () => mark('listening'))
