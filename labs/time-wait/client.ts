// Opens a connection, closes its side when told to, and opens another when told to.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

for (;;) {
  const socket = connect({ ...to, allowHalfOpen: true }, () => mark('connected'))
  socket.resume().on('end', () => mark('eof'))
  await cue('close')
  socket.end()
  await cue('open another')
}
