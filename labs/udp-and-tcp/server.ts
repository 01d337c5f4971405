// Counts the datagrams and the bytes that arrive on the same port, and says how many when it is asked.
import { createHash } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { createServer, isIPv6 } from 'node:net'
import { at, cue, mark } from '#program'

let datagrams = 0
createSocket(isIPv6(at.host) ? 'udp6' : 'udp4')
  .on('message', () => {
    datagrams += 1
  })
  .bind(at.port, at.host)

const hash = createHash('sha256')
let bytes = 0
createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('data', (data) => {
    bytes += data.length
    hash.update(data)
  })
  socket.on('end', () => mark('eof'))
}).listen(at, () => mark('listening'))

await cue('count')
mark(`UDP: ${datagrams} of 100 datagrams`)
mark(`TCP: ${bytes} of 100000 bytes, sha256 ${hash.digest('hex').slice(0, 8)}`)
