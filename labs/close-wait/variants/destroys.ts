// Lets go of its socket altogether when told to: nobody will read from it again.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

const socket = connect({ ...to, allowHalfOpen: true }, async () => {
  mark('connected')
  await cue('close')
  socket.destroy()
})
