// Keeps both its sockets.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

for (const _ of [1, 2]) {
  const socket = connect({ ...to, allowHalfOpen: true }, () => mark('connected'))
  socket.resume()
  await cue('shut down')
  socket.end()
  await cue('open another')
}
