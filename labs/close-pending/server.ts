// Does not read until it is told to; then reads to the end, and closes when told to.
import { createHash } from 'node:crypto'
import { createServer } from 'node:net'
import { at, cue, mark } from '#program'

createServer({ allowHalfOpen: true, pauseOnConnect: true }, async (socket) => {
  const hash = createHash('sha256')
  let total = 0
  socket.on('data', (data) => {
    total += data.length
    hash.update(data)
  })
  socket.on('end', () => mark(`received ${total}, sha256 ${hash.digest('hex').slice(0, 8)}`))
  socket.on('error', (error: NodeJS.ErrnoException) => mark(`failed after ${total}: ${error.code}`))
  await cue('read')
  socket.resume()
  await cue('close')
  socket.end()
}).listen(at, () => mark('listening'))
