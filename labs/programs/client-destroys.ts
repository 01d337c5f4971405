// Lets go of its socket altogether when told to: what still comes is answered with RST.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

const socket = connect({ ...to, allowHalfOpen: true }, async () => {
  mark('connected')
  await cue('close')
  socket.destroy()
})
