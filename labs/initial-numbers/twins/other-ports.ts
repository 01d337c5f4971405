// Does the same from another port each time.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

for (let number = 1; ; number++) {
  const socket = connect({ ...to, localPort: 5000 + number }, () => mark(`connected ${number}`))
  await cue('abort')
  socket.resetAndDestroy()
  await cue('open another')
}
