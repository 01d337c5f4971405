// Sends 8000 bytes when told to, and counts what comes back.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

const socket = connect({ ...to, allowHalfOpen: true }, () => mark('connected'))
let total = 0
socket.on('data', ({ length }) => {
  total += length
  if (total === 8000) mark('received 8000')
})
await cue('send')
socket.write(Buffer.alloc(8000))
