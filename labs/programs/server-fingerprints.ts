// Reads to the end, and says what it has: how much, and a fingerprint.
import { createHash } from 'node:crypto'
import { createServer } from 'node:net'
import { at, mark } from '#program'

createServer({ allowHalfOpen: true }, (socket) => {
  const hash = createHash('sha256')
  let total = 0
  socket.on('data', (data) => {
    total += data.length
    hash.update(data)
  })
  socket.on('end', () => mark(`received ${total}, sha256 ${hash.digest('hex').slice(0, 8)}`))
}).listen(at, () => mark('listening'))
