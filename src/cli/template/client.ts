// Connects, and says hello when it is told to.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

const socket = connect(to, async () => {
  mark('connected')
  await cue('say hello')
  socket.write('hello')
})
