// Counts the datagrams and the bytes that arrive on the same port, and says both when the bytes end.
import { createHash } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { createServer, isIPv6 } from 'node:net'
import { at, mark } from '#program'

let count = 0
createSocket(isIPv6(at.host) ? 'udp6' : 'udp4')
  .on('message', () => count++)
  .bind(at.port, at.host)

createServer({ allowHalfOpen: true }, (socket) => {
  const hash = createHash('sha256')
  let total = 0
  socket.on('data', (data) => {
    total += data.length
    hash.update(data)
  })
  socket.on('end', () => {
    mark(`UDP: ${count} of 100 datagrams`)
    mark(`TCP: ${total} of 100000 bytes, sha256 ${hash.digest('hex').slice(0, 8)}`)
  })
}).listen(at, () => mark('listening'))
