// Opens a connection from port 5000, aborts it when told to, so that no TIME-WAIT stands in the way, and opens another.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

for (let number = 1; ; number++) {
  const socket = connect({ ...to, localPort: 5000 }, () => mark(`connected ${number}`))
  await cue('abort')
  socket.resetAndDestroy()
  await cue('open another')
}
