// Writes 200,000 bytes and closes its side at once, while most of them still wait in its kernel.
import { createHash } from 'node:crypto'
import { connect } from 'node:net'
import { mark, to } from '#program'

const bytes = Buffer.alloc(200_000, 'to be continued ')
const socket = connect({ ...to, allowHalfOpen: true }, () => {
  socket.end(bytes, () => mark('closed'))
  mark(`sent ${bytes.length}, sha256 ${createHash('sha256').update(bytes).digest('hex').slice(0, 8)}`)
})
