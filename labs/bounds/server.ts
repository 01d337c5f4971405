// Says how much each read brings: of datagrams as they come, of the stream only from when it is told to read.
import { createSocket } from 'node:dgram'
import { createServer, isIPv6 } from 'node:net'
import { at, cue, mark } from '#program'

createSocket(isIPv6(at.host) ? 'udp6' : 'udp4')
  .on('message', ({ length }) => mark(`a datagram of ${length}`))
  .bind(at.port, at.host)

let total = 0
createServer({ allowHalfOpen: true, pauseOnConnect: true }, async (stream) => {
  mark('accepted')
  stream.on('data', ({ length }) => {
    total += length
    mark(`a read of ${length}`)
    if (total === 100_021) mark('received 100021')
  })
  await cue('read')
  stream.resume()
}).listen(at, () => mark('listening'))
